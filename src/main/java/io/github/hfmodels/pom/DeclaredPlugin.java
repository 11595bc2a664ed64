package io.github.hfmodels.pom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** This plugin as the POM of a module has it. */
record DeclaredPlugin(Module module, Plugin plugin) {

    /** The plugin of an execution as a project declares it; null where it does not. */
    static @Nullable Plugin of(MavenProject project, MojoExecution execution) {
        return project.getPlugin(key(execution));
    }

    /** The plugin as it is declared, else as it is managed, which is enough for a goal of the command line. */
    static Optional<Plugin> inEffect(MavenProject project, MojoExecution execution) {
        Plugin declared = of(project, execution);
        PluginContainer managed = project.getPluginManagement();
        return declared != null || managed == null
                ? Optional.ofNullable(declared)
                : managed.getPlugins().stream()
                        .filter(each -> each.getKey().equals(key(execution)))
                        .findFirst();
    }

    private static String key(MojoExecution execution) {
        return execution.getGroupId() + ":" + execution.getArtifactId();
    }

    /** Its own configuration, which an execution for the command line includes, then that of each execution. */
    List<DeclaredExecution> executions() {
        var executions = new ArrayList<DeclaredExecution>();
        plugin.getExecutions().forEach(each -> executions.add(declared(each.getId(), each, each.getPhase())));
        if (executions.stream().noneMatch(DeclaredExecution::isOfCommandLine)) {
            executions.add(0, declared(DeclaredExecution.COMMAND_LINE, plugin, null));
        }
        return executions;
    }

    /** What Maven configures a goal of the command line with: the execution of its id, else the plugin's own configuration. */
    DeclaredExecution execution(String id) {
        return executions().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseGet(() -> declared(DeclaredExecution.COMMAND_LINE, plugin, null));
    }

    /** Its own configuration, which executions inherit; empty for none. */
    Xpp3Dom configuration() {
        return configuration(plugin);
    }

    private DeclaredExecution declared(String id, ConfigurationContainer container, @Nullable String phase) {
        return new DeclaredExecution(module, id, configuration(container), "none".equals(phase));
    }

    private static Xpp3Dom configuration(ConfigurationContainer container) {
        return container.getConfiguration() instanceof Xpp3Dom dom ? dom : new Xpp3Dom("configuration");
    }
}
