package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.ClosestNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The parameters that goals of this plugin have. Maven ignores what it does not know in a {@code <configuration>}, or warns without a
 * hint.
 *
 * @param all those of all goals
 * @param ofGoal those of the goal that is executed
 */
public record ParameterNames(Set<String> all, Set<String> ofGoal) {

    private static final String PREFIX = "hf.";

    /** Those of the plugin whose goal is executed; none when a tool executes it that does not know them. */
    public static ParameterNames of(MojoExecution execution) {
        MojoDescriptor goal = execution.getMojoDescriptor();
        if (goal == null || goal.getPluginDescriptor() == null) {
            return new ParameterNames(Set.of(), Set.of());
        }
        // Goals of one plugin share a configuration.
        return new ParameterNames(
                names(goal.getPluginDescriptor().getMojos().stream().filter(Objects::nonNull)), names(Stream.of(goal)));
    }

    private static Set<String> names(Stream<MojoDescriptor> goals) {
        return goals.flatMap(goal -> Stream.ofNullable(goal.getParameters()).flatMap(parameters -> parameters.stream()))
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Looks for elements that are no parameters.
     *
     * @param elements those of the execution that it does not inherit
     * @param warnings told of unknown ones
     * @throws UserException when one belongs below {@code <models>} or {@code <policy>}
     */
    public void check(DeclaredExecution execution, List<Xpp3Dom> elements, Consumer<String> warnings) {
        for (Xpp3Dom element : elements) {
            String name = element.getName();
            if (all.isEmpty() || all.contains(name)) {
                continue;
            }
            execution.located(() -> {
                refuseMisplaced(name);
                return name;
            });
            warnings.accept(execution.place() + "no goal has the parameter <" + name + ">"
                    + ClosestNames.closest(name, all)
                            .map(closest -> "; did you mean <" + closest + ">?")
                            .orElse(""));
        }
    }

    private static void refuseMisplaced(String name) {
        String where = switch (name) {
            case "model" -> "<models>";
            case "include", "exclude" -> "the <" + name + "s> of a <model>";
            default ->
                ModelsReader.KNOWN.contains(name)
                        ? "a <model> in <models>"
                        : PolicyReader.KNOWN.contains(name) ? "<policy>" : "";
        };
        if (!where.isEmpty()) {
            throw new UserException("<" + name + "> is directly in <configuration>; expected it in " + where);
        }
    }

    /** Looks for properties of the command line that look like those of parameters, and are not. */
    public void check(Properties ofCommandLine, Consumer<String> warnings) {
        for (String property : ofCommandLine.stringPropertyNames()) {
            boolean isKnown = !property.startsWith(PREFIX)
                    || property.equals("hf.models")
                    || all.contains(property.substring(PREFIX.length()));
            Optional<String> closest = isKnown ? Optional.empty() : closestProperty(property);
            closest.ifPresent(
                    name -> warnings.accept("no goal has the property " + property + "; did you mean " + name + "?"));
        }
    }

    private Optional<String> closestProperty(String property) {
        return ClosestNames.closest(
                        property.substring(PREFIX.length()),
                        all.stream()
                                .map(name -> name.equals("modelCoordinates") ? "models" : name)
                                .toList())
                .map(name -> PREFIX + name);
    }

    /**
     * Looks for parameters that an execution has, and a run from the command line does not use.
     *
     * @param elements those of the execution that it does not inherit
     * @param own the configuration of that run
     * @param used the parameters that it uses of each execution
     */
    public void checkUnused(
            DeclaredExecution execution,
            List<Xpp3Dom> elements,
            Xpp3Dom own,
            Set<String> used,
            Consumer<String> warnings) {
        for (Xpp3Dom element : elements) {
            String name = element.getName();
            if (ofGoal.contains(name) && !used.contains(name) && !element.equals(own.getChild(name))) {
                warnings.accept(execution.place() + "<" + name
                        + "> is not used by a goal of the command line, since it is that execution's own; put it into the"
                        + " plugin's <configuration> in the POM of the root, or add -D" + PREFIX + name);
            }
        }
    }
}
