package io.github.hfmodels.selection;

import java.util.List;

/**
 * What is wanted of a repository: the files that a preset chooses, its Python code, or files of certain paths. Parts that want the same
 * are equal and have the same description: a plan that follows companions visits no part twice, so that it ends even if repositories
 * refer to each other.
 */
public sealed interface Part {

    /** Every file. */
    Part EVERYTHING = new ByPreset(new PresetOptions(Preset.SNAPSHOT, null, null, null, false));

    /** As a message shows it. */
    String description();

    /** What a preset chooses. */
    record ByPreset(PresetOptions options) implements Part {

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
     * Python modules, with all other code of their repository, which they may import.
     *
     * @param modules names without {@code .py}, sorted, each once
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

    /**
     * Files of these paths.
     *
     * @param paths sorted, each once
     */
    record Files(List<String> paths) implements Part {

        public Files {
            paths = paths.stream().sorted().distinct().toList();
        }

        @Override
        public String description() {
            return "files " + paths;
        }
    }
}
