package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What the POMs that a run of a goal is about have of this plugin. */
public final class Declarations {

    /** The parameters that a goal of the command line takes from each execution, or that are about that goal alone. */
    private static final Set<String> OF_EXECUTIONS =
            Set.of("models", "modelCoordinates", "outputDirectory", "lockFile", "dryRun", "planFile");

    private final Module running;
    private final MojoExecution execution;
    private final List<Module> modules;
    private final List<DeclaredExecution> all;

    /**
     * @param running the module that runs
     * @param execution the execution that runs
     */
    public Declarations(Module running, MojoExecution execution) {
        this.running = running;
        this.execution = execution;
        modules = isAboutAllModules(execution) ? running.reactor() : List.of(running);
        all = modules.stream().flatMap(module -> module.executions().stream()).toList();
    }

    /** Whether a run is about all modules: Maven runs a goal of the command line that needs no project once for all of them. */
    public static boolean isAboutAllModules(MojoExecution execution) {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /** The modules that the run is about. */
    public List<Module> modules() {
        return modules;
    }

    /** All executions, without the plugin's own configuration where an execution has inherited its models. */
    public List<DeclaredExecution> all() {
        return all.stream()
                .filter(each -> !each.isOfCommandLine() || all.stream().noneMatch(other -> hasModelsOf(other, each)))
                .toList();
    }

    /** Of them, those that a goal of the command line is about: all, or those that {@code goal@id} names. */
    public List<DeclaredExecution> meant() {
        return all().stream().filter(this::isMeant).toList();
    }

    private boolean isMeant(DeclaredExecution declared) {
        String wanted = execution.getExecutionId();
        return declared.id().equals(wanted)
                || (isAboutAllModules(execution) && DeclaredExecution.COMMAND_LINE.equals(wanted));
    }

    private static boolean hasModelsOf(DeclaredExecution other, DeclaredExecution inherited) {
        return other.module().project() == inherited.module().project()
                && !other.isOfCommandLine()
                && other.models().containsAll(inherited.models());
    }

    /**
     * Looks for elements of configurations, and properties of the command line, that do nothing.
     *
     * @param ofCommandLine the properties of the command line
     * @param warnings told of what does nothing
     * @throws UserException when an element belongs below {@code <models>}
     */
    public void check(Properties ofCommandLine, Consumer<String> warnings) {
        ParameterNames parameters = ParameterNames.of(execution);
        List<DeclaredExecution> meant = all.stream().filter(this::isMeant).toList();
        meant.forEach(each -> parameters.check(each, warnings));
        if (isAboutAllModules(execution)) {
            parameters.check(ofCommandLine, warnings);
            Xpp3Dom own = all.stream()
                    .filter(each -> each.module().project() == running.project() && each.isOfCommandLine())
                    .findFirst()
                    .map(DeclaredExecution::configuration)
                    .orElseGet(() -> new Xpp3Dom("configuration"));
            meant.stream()
                    .filter(each -> each.configuration().getChild("models") != null)
                    .forEach(each -> parameters.checkUnused(each, own, OF_EXECUTIONS, warnings));
        }
    }

    /** Where the run looks for models. */
    public String whereModelsAre() {
        if (running.project().getBasedir() == null) {
            return "there is no POM here; name models with -Dhf.models=owner/name";
        }
        String places = isAboutAllModules(execution)
                ? "the plugin and its executions have no <models> in their <configuration> in "
                        + modules.stream()
                                .map(each -> String.valueOf(each.project().getFile()))
                                .collect(Collectors.joining(", "))
                : "neither the execution '" + execution.getExecutionId()
                        + "' nor the plugin has <models> in its <configuration> in "
                        + running.project().getFile();
        return places + ", and hf.models is not set";
    }
}
