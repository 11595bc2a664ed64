package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What the POMs that a run of a goal is about have of this plugin. */
public final class Declarations {

    /** The parameters that a goal of the command line takes from each execution, or that are about that goal alone. */
    private static final Set<String> OF_EXECUTIONS = Set.of(
            "models", "modelCoordinates", "outputDirectory", "lockFile", "policy", "policyFile", "dryRun", "planFile");

    /** The goals that lay models out, so that it matters how. */
    private static final Set<String> WITH_OUTPUT = Set.of("prefetch", "mirror");

    /** Those where the goal lays nothing out. */
    private static final Set<String> OF_EXECUTIONS_WITHOUT_OUTPUT = Set.of(
            "models",
            "modelCoordinates",
            "outputDirectory",
            "lockFile",
            "policy",
            "policyFile",
            "dryRun",
            "planFile",
            "link");

    private final Module running;
    private final MojoExecution execution;
    private final List<Module> modules;
    private final DeclaredExecution own;
    private final List<DeclaredExecution> all;

    /**
     * @param running the module that runs
     * @param execution the execution that runs
     */
    public Declarations(Module running, MojoExecution execution) {
        this.running = running;
        this.execution = execution;
        modules = isAboutAllModules(execution) ? running.reactor() : List.of(running);
        own = running.ofCommandLine();
        List<DeclaredExecution> declared =
                modules.stream().flatMap(module -> module.executions().stream()).toList();
        // Maven configures the command line also with a plugin that is only managed.
        all = declared.isEmpty() ? List.of(own) : declared;
    }

    /** Whether a run is about all modules: Maven runs a goal of the command line that needs no project once for all of them. */
    public static boolean isAboutAllModules(MojoExecution execution) {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /** The modules that the run is about. */
    public List<Module> modules() {
        return modules;
    }

    /** All executions that run, without the plugin's own configuration where an execution has inherited its models. */
    public List<DeclaredExecution> all() {
        return all.stream()
                .filter(each -> !each.isDisabled() || isNamed(each))
                .filter(each -> !each.isOfCommandLine()
                        || siblings(each).noneMatch(other -> other.models().containsAll(each.models())))
                .toList();
    }

    /**
     * The executions that a goal of the command line fetches models of, as builds do: all that run, or those that {@code goal@id} names.
     * Beside executions, the plugin's own configuration is only what they inherit.
     */
    public List<DeclaredExecution> meant() {
        return all.stream()
                .filter(this::isMeant)
                .filter(each -> !each.isOfPlugin() || siblings(each).findAny().isEmpty())
                .toList();
    }

    private boolean isMeant(DeclaredExecution declared) {
        return isNamed(declared) || (isAboutAllExecutions() && !declared.isDisabled());
    }

    private boolean isNamed(DeclaredExecution declared) {
        return declared.id().equals(execution.getExecutionId());
    }

    private boolean isAboutAllExecutions() {
        return isAboutAllModules(execution) && DeclaredExecution.COMMAND_LINE.equals(execution.getExecutionId());
    }

    /** The other executions of the module. */
    private Stream<DeclaredExecution> siblings(DeclaredExecution declared) {
        return all.stream().filter(other -> other != declared && other.module().equals(declared.module()));
    }

    /**
     * Looks for elements of configurations, and properties of the command line, that do nothing.
     *
     * @param ofCommandLine the properties of the command line
     * @param isOfPom whether the run is about the models of the POMs
     * @param warnings told of what does nothing
     * @throws UserException when an element belongs below {@code <models>}, or no execution has the id that the command line names
     */
    public void check(Properties ofCommandLine, boolean isOfPom, Consumer<String> warnings) {
        ParameterNames parameters = ParameterNames.of(execution);
        parameters.check(ofCommandLine, warnings);
        if (!isAboutAllModules(execution)) {
            all.stream()
                    .filter(this::isMeant)
                    .forEach(each -> parameters.check(each, elements(each.configuration()), warnings));
            return;
        }
        requireNamed();
        Set<String> unchecked =
                WITH_OUTPUT.contains(execution.getGoal()) ? OF_EXECUTIONS : OF_EXECUTIONS_WITHOUT_OUTPUT;
        for (DeclaredExecution each : isOfPom ? all : List.of(own)) {
            if (isMeant(each) || each.isOfCommandLine()) {
                parameters.check(each, notInherited(each), warnings);
            }
            if (isOfPom && isMeant(each) && each.hasModels()) {
                parameters.checkUnused(each, notInherited(each), own.configuration(), unchecked, warnings);
            }
        }
    }

    private void requireNamed() {
        if (isAboutAllExecutions() || isNamed(own) || all.stream().anyMatch(this::isNamed)) {
            return;
        }
        Set<String> ids = modules.stream()
                .flatMap(module -> module.executionIds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        throw new UserException("no execution of the plugin has the id '" + execution.getExecutionId() + "'; "
                + (ids.isEmpty() ? "leave the id out" : "expected one of " + String.join(", ", ids)));
    }

    /** The elements that are not told of where they are inherited from: the module's plugin, or for that the plugin of the module that runs. */
    private List<Xpp3Dom> notInherited(DeclaredExecution declared) {
        boolean isOfPlugin = declared.isOfCommandLine();
        if (isOfPlugin && declared.module().isRunning()) {
            return elements(declared.configuration());
        }
        Xpp3Dom inherited = (isOfPlugin ? running : declared.module()).configuration();
        // An inherited value has other paths in each module.
        return elements(declared.configuration()).stream()
                .filter(element -> isOfPlugin
                        ? inherited.getChild(element.getName()) == null
                        : !element.equals(inherited.getChild(element.getName())))
                .toList();
    }

    private static List<Xpp3Dom> elements(Xpp3Dom configuration) {
        return List.of(configuration.getChildren());
    }

    /** Where the run looks for models. */
    public String whereModelsAre() {
        if (running.project().getBasedir() == null) {
            return "there is no POM here; name models with -Dhf.models=owner/name";
        }
        String places = isAboutAllExecutions()
                ? "the plugin and its executions have no <models> in their <configuration> in "
                : "neither the execution '" + execution.getExecutionId()
                        + "' nor the plugin has <models> in its <configuration> in ";
        return places
                + modules.stream()
                        .map(each -> String.valueOf(each.project().getFile()))
                        .collect(Collectors.joining(", "))
                + ", and hf.models is not set";
    }
}
