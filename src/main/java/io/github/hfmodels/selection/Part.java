package io.github.hfmodels.selection;

import java.util.List;

/**
 * What is wanted of a repository: what its options choose, or some modules of code with what they import. Parts that want
 * the same are equal and have one description, so that who follows repositories that lead to each other comes to an end.
 */
public sealed interface Part {

    /** As a user would recognise it in a message. */
    String description();

    /** What a preset chooses. */
    record Chosen(PresetOptions options) implements Part {

        @Override
        public String description() {
            return "preset " + options.preset().word()
                    + (options.variant() == null ? "" : ", variant " + options.variant())
                    + (options.modelClass() == null ? "" : ", modelClass " + options.modelClass())
                    + (options.processorClass() == null ? "" : ", processorClass " + options.processorClass())
                    + (options.trustRemoteCode() ? ", trustRemoteCode true" : "");
        }
    }

    /**
     * Python files and what they import from their own repository.
     *
     * @param modules names without {@code .py}; their order and how often they are named make no difference
     */
    record Code(List<String> modules) implements Part {

        public Code {
            modules = modules.stream().sorted().distinct().toList();
        }

        @Override
        public String description() {
            return "code " + modules;
        }
    }
}
