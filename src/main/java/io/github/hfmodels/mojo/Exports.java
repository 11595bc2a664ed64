package io.github.hfmodels.mojo;

import io.github.hfmodels.output.Manifest;
import io.github.hfmodels.output.ManifestEntry;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an execution tells the module's later plugins, by properties, and other tools, by the manifest. */
final class Exports {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private final BuildData build;
    private final MavenProject project;
    private final MojoExecution execution;

    Exports(BuildData build, MavenProject project, MojoExecution execution) {
        this.build = build;
        this.project = project;
        this.execution = execution;
    }

    /**
     * Reserves the models' aliases, so that no execution silently overwrites what another one of the module has said. Two may
     * say the same.
     *
     * @throws MojoFailureException when another execution has used an alias for something else
     */
    void reserve(List<ModelRequest> models) throws MojoFailureException {
        // Of lists, since other types may be another class loader's: the execution, the model as it was written.
        ConcurrentMap<String, List<String>> aliases = build.map("aliases");
        for (ModelRequest model : models) {
            String description =
                    model + ", " + model.selection() + (model.directory() == null ? "" : ", in " + model.directory());
            String key = project.getId() + "\n" + project.getBasedir() + "\n" + model.alias();
            List<String> mine = List.of(execution.getExecutionId(), description);
            List<String> other = aliases.putIfAbsent(key, mine);
            if (other == null || other.get(1).equals(description)) {
                continue;
            }
            if (!other.get(0).equals(execution.getExecutionId())) {
                throw new MojoFailureException("the executions '" + other.get(0) + "' and '"
                        + execution.getExecutionId() + "' have one alias, '" + model.alias() + "', for " + other.get(1)
                        + " and for " + description + "; give one of them another with <alias>");
            }
            aliases.put(key, mine);
        }
    }

    /**
     * Sets the properties and writes the manifest.
     *
     * @throws MojoExecutionException when the manifest cannot be written
     */
    void publish(PrefetchResult result) throws MojoExecutionException {
        setProperties(result);
        if (project.getBasedir() == null) {
            LOG.debug("There is no project, and so no manifest");
            return;
        }
        Path file = Path.of(project.getBuild().getDirectory()).resolve("hf-models/manifest.json");
        try {
            boolean isChanged = new Manifest(file).update(execution.getExecutionId(), executions(), entries(result));
            LOG.debug("The manifest {} {}", file, isChanged ? "has changed" : "is as it was");
        } catch (IOException e) {
            throw new MojoExecutionException("the manifest " + file + " cannot be written; check its folder", e);
        }
    }

    /** The ids of the executions that the POM has of this plugin. */
    private Set<String> executions() {
        Plugin plugin = project.getPlugin(execution.getGroupId() + ":" + execution.getArtifactId());
        return plugin == null ? Set.of() : plugin.getExecutionsAsMap().keySet();
    }

    private void setProperties(PrefetchResult result) {
        Properties properties = project.getProperties();
        for (PrefetchedModel model : result.models()) {
            String prefix = "hf." + model.request().alias();
            properties.setProperty(prefix + ".available", "true");
            properties.setProperty(prefix + ".path", model.path().toString());
            properties.setProperty(prefix + ".commit", model.commit().hex());
            model.file().ifPresent(file -> properties.setProperty(prefix + ".file", file.toString()));
        }
        for (ModelFailure failure : result.failures()) {
            properties.setProperty("hf." + failure.model().alias() + ".available", "false");
        }
    }

    private static List<ManifestEntry> entries(PrefetchResult result) {
        var entries = new ArrayList<ManifestEntry>();
        for (PrefetchedModel model : result.models()) {
            ModelRequest request = model.request();
            entries.add(new ManifestEntry(
                    request.alias(),
                    request.repo(),
                    request.revision(),
                    model.commit(),
                    model.path(),
                    model.file().orElse(null),
                    model.files()));
        }
        for (ModelFailure failure : result.failures()) {
            ModelRequest request = failure.model();
            entries.add(new ManifestEntry(
                    request.alias(), request.repo(), request.revision(), null, null, null, List.of()));
        }
        return entries;
    }
}
