package io.github.hfmodels.preset;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.PresetRepository;
import io.github.hfmodels.selection.Part;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A preset that leaves out nothing but further copies of a repository's weights, and a few files beside them. Those that must read files
 * before they choose are never found.
 *
 * @param takes the paths of the files that it takes
 */
record PresetChoice(CopySuggestion suggestion, Set<String> takes) {

    /** The quantization that most people use. */
    private static final String USUAL = "Q4_K_M";

    /** A hostile repository may have thousands. */
    private static final int MAX_VARIANTS = 4;

    /** What no program loads; the indexes of shards; and the configuration at the top, which only GGUF does without. */
    private static final Pattern BESIDE = Pattern.compile(
            "README\\.md|\\.gitattributes|.*imatrix[^/]*|config\\.json"
                    + "|.*\\.(?:safetensors|bin|pth?|h5|msgpack)\\.index(?:\\.[^/.]+)?\\.json",
            Pattern.DOTALL);

    /** @param weights all weights of the repository, each with its copies */
    static Optional<PresetChoice> of(List<RepoFile> files, List<List<WeightCopy>> weights) {
        Set<String> others = files.stream().map(RepoFile::path).collect(Collectors.toSet());
        others.removeIf(path -> BESIDE.matcher(path).matches());
        weights.stream()
                .flatMap(List::stream)
                .forEach(copy -> copy.files().forEach(file -> others.remove(file.path())));
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
                .filter(choice -> choice.takes.containsAll(others))
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
                .anyMatch(file -> takes.contains(file.path()));
    }

    private static Optional<PresetChoice> choose(PresetOptions options, List<RepoFile> files) {
        try {
            Set<String> taken = Presets.choose(new Part.ByPreset(options), new UnreadRepository(files)).files().stream()
                    .map(chosen -> chosen.file().path())
                    .collect(Collectors.toSet());
            return Optional.of(
                    new PresetChoice(new CopySuggestion(options.preset(), options.variant(), List.of()), taken));
        } catch (UserException | IOException e) {
            // The preset does not fit, or needs a file to say.
            return Optional.empty();
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
