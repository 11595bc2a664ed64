package io.github.hfmodels.pom;

import java.util.List;
import java.util.Objects;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** Gives executions an id that have none: tools that run goals themselves leave it out, as Quarkus does in its dev mode. */
public final class NamedExecution {

    private NamedExecution() {}

    /**
     * The execution, with an id. Without one it is the POM's execution that has the same models, else Maven's <code>default</code>, which
     * is also the id of an execution in a POM that has none.
     */
    public static MojoExecution of(MojoExecution execution, MavenProject project) {
        @Nullable String id = execution.getExecutionId();
        if (id != null) {
            return execution;
        }
        String wanted = declared(execution, project).stream()
                .filter(each -> Objects.equals(models(each.getConfiguration()), models(execution.getConfiguration())))
                .map(PluginExecution::getId)
                .findFirst()
                .orElse(PluginExecution.DEFAULT_EXECUTION_ID);
        var named = new MojoExecution(execution.getMojoDescriptor(), wanted, execution.getSource());
        named.setConfiguration(execution.getConfiguration());
        return named;
    }

    private static List<PluginExecution> declared(MojoExecution execution, MavenProject project) {
        Plugin plugin = DeclaredPlugin.of(project, execution);
        return plugin == null ? List.of() : plugin.getExecutions();
    }

    private static @Nullable Xpp3Dom models(@Nullable Object configuration) {
        return configuration instanceof Xpp3Dom dom ? dom.getChild("models") : null;
    }
}
