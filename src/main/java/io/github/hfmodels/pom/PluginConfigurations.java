package io.github.hfmodels.pom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What a module's POM has of this plugin beside the configuration of the goal that runs. */
public final class PluginConfigurations {

    private final MavenProject project;
    private final String plugin;

    public PluginConfigurations(MavenProject project, MojoExecution execution) {
        this.project = project;
        this.plugin = execution.getGroupId() + ":" + execution.getArtifactId();
    }

    /** The {@code <models>} of an execution. */
    public record ExecutionModels(String execution, PlexusConfiguration models) {}

    /** The {@code <models>} of all executions, each with what it has from the plugin's own configuration. */
    public List<ExecutionModels> models() {
        Plugin declared = project.getPlugin(plugin);
        var models = new ArrayList<ExecutionModels>();
        if (declared != null) {
            for (PluginExecution execution : declared.getExecutions()) {
                if (execution.getConfiguration() instanceof Xpp3Dom dom && dom.getChild("models") != null) {
                    models.add(
                            new ExecutionModels(execution.getId(), new XmlPlexusConfiguration(dom.getChild("models"))));
                }
            }
        }
        return models;
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

    private Stream<String> configurations(Profile profile) {
        BuildBase build = profile.getBuild();
        if (build == null) {
            return Stream.empty();
        }
        Stream<Plugin> managed = Optional.ofNullable(build.getPluginManagement()).stream()
                .flatMap(management -> management.getPlugins().stream());
        return Stream.concat(build.getPlugins().stream(), managed)
                .filter(each -> each.getKey().equals(plugin))
                .flatMap(each -> Stream.concat(Stream.of(each), each.getExecutions().stream()))
                .map(ConfigurationContainer::getConfiguration)
                .map(String::valueOf);
    }
}
