package io.github.hfmodels.preset;

import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.util.List;

/**
 * What a preset has chosen.
 *
 * @param files the files of the repository, each once
 * @param companions what is needed of other repositories
 */
public record Choice(List<Chosen> files, List<Companion> companions) {

    public Choice {
        files = List.copyOf(files);
        companions = List.copyOf(companions);
    }

    /**
     * A file that is needed.
     *
     * @param file the file, as the listing has it
     * @param rule why it is needed, for people, such as {@code weights (safetensors)} or {@code tokenizer}
     */
    public record Chosen(RepoFile file, String rule) {}

    /**
     * What is needed of another repository: the base model of an adapter, or code.
     *
     * @param repo the other repository
     * @param revision the revision of it
     * @param part what of it
     * @param rule why it is needed, for people
     */
    public record Companion(RepoId repo, Revision revision, Part part, String rule) {}

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
}
