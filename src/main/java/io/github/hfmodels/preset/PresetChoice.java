package io.github.hfmodels.preset;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.onnx.OnnxRules;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetRepository;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.preset.weights.GgufRules;
import io.github.hfmodels.preset.weights.SafetensorsRules;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A preset that takes one copy of each of a repository's weights, as its own rules say. Those of the presets that must read files before
 * they choose weights are never found.
 *
 * @param takes whether a file of weights, of that path, is taken
 */
record PresetChoice(CopySuggestion suggestion, Predicate<String> takes) {

    /** The quantization that most people use. */
    private static final String USUAL = "Q4_K_M";

    /** A hostile repository may have thousands. */
    private static final int MAX_VARIANTS = 4;

    /** @param weights all weights of the repository, each with its copies */
    static Optional<PresetChoice> of(List<RepoFile> files, List<List<WeightCopy>> weights) {
        Stream<PresetOptions> variants = weights.stream()
                .flatMap(List::stream)
                .filter(copy -> !copy.variant().isEmpty())
                .sorted(Comparator.comparing(
                                (WeightCopy copy) -> !copy.variant().equalsIgnoreCase(USUAL))
                        .thenComparing(copy -> -copy.bytes()))
                .flatMap(copy -> switch (copy.format()) {
                    case ONNX -> Stream.of(options(Preset.ONNX, copy.variant()));
                    case GGUF -> Stream.of(options(Preset.GGUF, copy.variant()));
                    default -> Stream.empty();
                })
                .distinct()
                .limit(MAX_VARIANTS);
        return Stream.concat(Stream.of(options(Preset.SAFETENSORS, null), options(Preset.ONNX, null)), variants)
                .flatMap(options -> choose(options, files).stream())
                .filter(choice -> weights.stream().allMatch(choice::takesOneOf))
                .findFirst();
    }

    /**
     * Whether a copy is taken, so that the preset does not leave a component of the model. Graphs of parts are certainly no copy of weights
     * that are not in parts.
     */
    private boolean takesOneOf(List<WeightCopy> copies) {
        return copies.stream()
                .filter(copy -> copy.parts().isEmpty()
                        || copy.parts().equals(copies.get(0).parts()))
                .flatMap(copy -> copy.files().stream())
                .anyMatch(file -> takes.test(file.path()));
    }

    private static Optional<PresetChoice> choose(PresetOptions options, List<RepoFile> files) {
        try {
            return Optional.of(new PresetChoice(
                    new CopySuggestion(options.preset(), options.variant(), List.of()), taken(options, files)));
        } catch (UserException | IOException e) {
            // The preset does not fit, or needs a file to say.
            return Optional.empty();
        }
    }

    private static Predicate<String> taken(PresetOptions options, List<RepoFile> files) throws IOException {
        Folder root = Folder.root(new UnreadRepository(files), false);
        switch (options.preset()) {
            case ONNX -> {
                Set<String> graphs = Set.copyOf(OnnxRules.graphs(root, options.variant()));
                return path -> graphs.contains(WeightCopies.graphOf(path));
            }
            case GGUF -> {
                GgufRules.take(root, options.variant());
                Set<String> paths = root.choice().files().stream()
                        .map(chosen -> chosen.file().path())
                        .collect(Collectors.toSet());
                return paths::contains;
            }
            default -> {
                String path = SafetensorsRules.weights(root, options.variant());
                int name = path.lastIndexOf('/') + 1;
                Folder folder = root.child(path.substring(0, name), path);
                Set<String> paths = new Weights(path.substring(name))
                        .files(folder.below()).stream().map(folder::path).collect(Collectors.toSet());
                return paths::contains;
            }
        }
    }

    private static PresetOptions options(Preset preset, @Nullable String variant) {
        return new PresetOptions(preset, variant, null, null, false);
    }

    /** A repository of which only the listing is known. */
    private record UnreadRepository(List<RepoFile> files) implements PresetRepository {

        @Override
        public RepoId id() {
            return new RepoId(RepoType.MODEL, "any");
        }

        @Override
        public Listing listing() {
            return new Listing(new CommitHash("0".repeat(40)), files);
        }

        @Override
        public void fetch(Collection<String> paths) {
            // Nothing can be read.
        }

        @Override
        public Path file(String path) throws IOException {
            throw new NoSuchFileException(path);
        }
    }
}
