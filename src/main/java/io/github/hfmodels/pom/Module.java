package io.github.hfmodels.pom;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.UserException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** A module of the reactor, and the configuration of this plugin in its POM, with that of all executions. */
public final class Module {

    private static final Log LOG = Log.of(Module.class);

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    /** @param execution an execution of this plugin, in any module */
    public Module(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** The module's project. */
    public MavenProject project() {
        return project;
    }

    /** The module's folder; without a project, the folder in which Maven was started. */
    public Path folder() {
        File folder = project.getBasedir();
        return folder == null ? Path.of(session.getExecutionRootDirectory()) : folder.toPath();
    }

    /** All modules of the build. */
    public List<Module> reactor() {
        return session.getProjects().stream()
                .map(each -> new Module(session, each, execution))
                .toList();
    }

    /** Whether the cache is in the build directory of any module, or of a parent of this one, and so is the project's own. */
    public boolean isOwnCache(SnapshotCache cache) {
        Stream<MavenProject> parents =
                Stream.iterate(project, each -> each != null && each.getBasedir() != null, MavenProject::getParent);
        return Stream.concat(session.getAllProjects().stream(), parents)
                .filter(each -> each.getBasedir() != null)
                .map(each -> Path.of(each.getBuild().getDirectory()))
                .anyMatch(cache::isWithin);
    }

    /**
     * All models of the plugin's configuration and of its executions; aliases are unique within each list.
     *
     * @throws UserException when the configuration is wrong
     */
    public List<List<ModelElement>> models() {
        var reader = new ModelsReader(this::evaluate);
        var models = new ArrayList<List<ModelElement>>();
        configurations(plugins().flatMap(each -> Stream.concat(Stream.of(each), each.getExecutions().stream())))
                .map(configuration -> configuration.getChild("models"))
                .filter(Objects::nonNull)
                .forEach(element -> models.add(reader.read(new XmlPlexusConfiguration(element))));
        return models;
    }

    /** The file that the plugin's own configuration names, else a property; null for none. */
    public @Nullable File file(String element, String property) {
        Optional<String> configured = configurations(plugins())
                .map(configuration -> configuration.getChild(element))
                .filter(Objects::nonNull)
                .map(Xpp3Dom::getValue)
                .filter(Objects::nonNull)
                .findFirst();
        String path = evaluate(configured.orElse("${" + property + "}"));
        return path == null || path.isBlank() || path.contains("${")
                ? null
                : folder().resolve(path).toFile();
    }

    private static Stream<Xpp3Dom> configurations(Stream<? extends ConfigurationContainer> containers) {
        return containers
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast);
    }

    /** The plugin as it is declared, else as it is managed, which is enough for a goal of the command line. */
    private Stream<Plugin> plugins() {
        String plugin = execution.getGroupId() + ":" + execution.getArtifactId();
        Plugin declared = project.getPlugin(plugin);
        if (declared != null) {
            return Stream.of(declared);
        }
        PluginContainer managed = project.getPluginManagement();
        return managed == null
                ? Stream.empty()
                : managed.getPlugins().stream().filter(each -> each.getKey().equals(plugin));
    }

    private MavenSession inModule() {
        if (session.getCurrentProject() == project) {
            return session;
        }
        MavenSession other = session.clone();
        other.setCurrentProject(project);
        return other;
    }

    /** The text with its properties replaced by their values in the module; null for an unset property. */
    public @Nullable String evaluate(String expression) {
        try {
            Object value =
                    new PluginParameterExpressionEvaluator(inModule(), execution).evaluate(expression, String.class);
            return value == null ? null : value.toString();
        } catch (ExpressionEvaluationException e) {
            LOG.debug("{} cannot be evaluated", expression, e);
            return null;
        }
    }
}
