package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.Profile;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A module of the reactor, and all that its POM says of this plugin: beside an execution's own configuration, everyone else's. */
public final class Module {

    private static final Logger LOG = LoggerFactory.getLogger(Module.class);

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final String plugin;

    /** @param execution an execution of this plugin, in whatever module */
    public Module(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.plugin = execution.getGroupId() + ":" + execution.getArtifactId();
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

    /**
     * All models of the plugin's configuration and of its executions'; each list has an alias once.
     *
     * @throws UserException when what is written makes no sense
     */
    public List<List<ModelElement>> models() throws UserException {
        var reader = new ModelsReader(this::evaluate);
        var models = new ArrayList<List<ModelElement>>();
        for (Xpp3Dom configuration : configurations()) {
            Xpp3Dom element = configuration.getChild("models");
            if (element != null) {
                models.add(reader.read(new XmlPlexusConfiguration(element), null));
            }
        }
        return models;
    }

    /** The file that the plugin's own configuration names, or else a property. */
    public @Nullable File file(String element, String property) {
        Optional<String> configured = plugins()
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(configuration -> ((Xpp3Dom) configuration).getChild(element))
                .filter(Objects::nonNull)
                .map(Xpp3Dom::getValue)
                .filter(Objects::nonNull)
                .findFirst();
        String path = evaluate(configured.orElse("${" + property + "}"));
        return path == null || path.isBlank() || path.contains("${")
                ? null
                : folder().resolve(path).toFile();
    }

    /** The configurations that the plugin has, its own and its executions'. */
    private List<Xpp3Dom> configurations() {
        return plugins()
                .flatMap(each -> Stream.concat(Stream.of(each), each.getExecutions().stream()))
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast)
                .toList();
    }

    /** The plugin as it is declared; a goal of the command line makes do with how it is managed. */
    private Stream<Plugin> plugins() {
        Plugin declared = project.getPlugin(plugin);
        return declared == null ? find(project.getPluginManagement()) : Stream.of(declared);
    }

    private Stream<Plugin> find(@Nullable PluginContainer container) {
        return container == null
                ? Stream.empty()
                : container.getPlugins().stream().filter(each -> each.getKey().equals(plugin));
    }

    /** Whether a profile that does not take part in this build names the text where it configures this plugin. */
    public boolean isInInactiveProfile(String text) {
        for (MavenProject each = project; each != null; each = each.getParent()) {
            List<Profile> active = each.getActiveProfiles();
            boolean isNamed = each.getModel().getProfiles().stream()
                    .filter(profile ->
                            active.stream().noneMatch(other -> other.getId().equals(profile.getId())))
                    .flatMap(this::configurations)
                    .anyMatch(configuration -> configuration.contains(text));
            if (isNamed) {
                return true;
            }
        }
        return false;
    }

    /** Whether a profile that takes no part in this build sets a property that the POM names where it configures this plugin. */
    boolean dependsOnInactiveProfiles() {
        for (MavenProject each = project; each != null; each = each.getParent()) {
            Model written = each.getOriginalModel();
            if (written == null) {
                continue;
            }
            List<Profile> active = each.getActiveProfiles();
            String configurations = Stream.concat(
                            configurations(written.getBuild()),
                            written.getProfiles().stream().flatMap(this::configurations))
                    .collect(Collectors.joining("\n"));
            boolean depends = written.getProfiles().stream()
                    .filter(profile ->
                            active.stream().noneMatch(other -> other.getId().equals(profile.getId())))
                    .flatMap(profile -> profile.getProperties().stringPropertyNames().stream())
                    .anyMatch(name -> configurations.contains("${" + name + "}"));
            if (depends) {
                return true;
            }
        }
        return false;
    }

    private Stream<String> configurations(Profile profile) {
        return configurations(profile.getBuild());
    }

    private Stream<String> configurations(@Nullable BuildBase build) {
        return build == null
                ? Stream.empty()
                : Stream.concat(find(build), find(build.getPluginManagement()))
                        .flatMap(each -> Stream.concat(Stream.of(each), each.getExecutions().stream()))
                        .map(ConfigurationContainer::getConfiguration)
                        .map(String::valueOf);
    }

    private MavenSession inModule() {
        if (session.getCurrentProject() == project) {
            return session;
        }
        MavenSession other = session.clone();
        other.setCurrentProject(project);
        return other;
    }

    /** The text with its properties replaced by what the module has for them; null when there is none. */
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
