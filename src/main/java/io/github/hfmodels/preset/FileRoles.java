package io.github.hfmodels.preset;

import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.selection.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's files have which role. Names alone tell that, so that a model from a lock, whose repository nobody reads, has the
 * same roles.
 *
 * <p>What a preset has chosen belongs together, so the first of several files has the role: the first shard, or the first of several
 * graphs. Of files that patterns have chosen, one has a role only if no other could have it. Files in fewer folders come first, then
 * those of smaller paths.
 */
public final class FileRoles {

    /** In the order in which runtimes prefer them. */
    private static final List<String> WEIGHTS = List.of(".safetensors", ".gguf", ".bin", ".pth", ".pt");

    /** Beside a graph that rules chose, the others are its data. */
    private static final List<String> WEIGHTS_BESIDE_A_GRAPH = List.of(".safetensors", ".gguf");

    /** A whole tokenizer first, then vocabularies. */
    private static final List<String> TOKENIZERS = List.of(
            "tokenizer.json",
            "tokenizer.model",
            "tekken.json",
            "spiece.model",
            "sentencepiece.bpe.model",
            "vocab.txt",
            "vocab.json",
            "tokens.txt");

    private static final List<String> CONFIGS =
            List.of("config.json", "adapter_config.json", "params.json", "genai_config.json");

    /** At the top, the configuration of a pipeline, whose components have their own. */
    private static final String PIPELINE = "model_index.json";

    private static final Comparator<RepoFile> ORDER =
            Comparator.comparingInt(FileRoles::depth).thenComparing(RepoFile::path);

    /** The endings of all names that matter. A warm build may have thousands of files, most of them without a role. */
    private static final Set<String> ENDINGS =
            Set.of("onnx", "safetensors", "gguf", "bin", "pth", "pt", "json", "model", "txt");

    private final List<RepoFile> files = new ArrayList<>();
    private final boolean isChosenByRules;

    private FileRoles(List<RepoFile> files, boolean isChosenByRules) {
        for (RepoFile file : files) {
            String path = file.path();
            if (ENDINGS.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))) {
                this.files.add(file);
            }
        }
        this.isChosenByRules = isChosenByRules;
    }

    /**
     * The files that have roles.
     *
     * @param selection what has chosen the files
     */
    public static Map<FileRole, RepoFile> of(Selection selection, List<RepoFile> files) {
        var named = new FileRoles(files, !selection.isByPatterns());
        RepoFile graph = named.first(List.of(".onnx"));
        RepoFile weights = named.first(graph != null && named.isChosenByRules ? WEIGHTS_BESIDE_A_GRAPH : WEIGHTS);
        RepoFile main = weights == null ? graph : weights;
        String home = main == null ? "" : folder(main);
        RepoFile pipeline = named.at(PIPELINE);
        var roles = new EnumMap<FileRole, RepoFile>(FileRole.class);
        put(FileRole.GRAPH, graph, roles);
        put(FileRole.WEIGHTS, weights, roles);
        put(FileRole.TOKENIZER, named.nearest(TOKENIZERS, home), roles);
        put(FileRole.CONFIG, pipeline == null ? named.nearest(CONFIGS, home) : pipeline, roles);
        return roles;
    }

    private static void put(FileRole role, @Nullable RepoFile file, Map<FileRole, RepoFile> roles) {
        if (file != null) {
            roles.put(role, file);
        }
    }

    /** The first file with one of these endings, the earlier of which go before the later ones. */
    private @Nullable RepoFile first(List<String> endings) {
        for (String ending : endings) {
            var matches = new ArrayList<RepoFile>();
            for (RepoFile file : files) {
                // A projector of images or sound is no weights of the model.
                if (hasEnding(file.path(), ending)
                        && !(ending.equals(".gguf")
                                && file.path().toLowerCase(Locale.ROOT).contains("mmproj"))) {
                    matches.add(file);
                }
            }
            if (!matches.isEmpty()) {
                return firstOf(matches);
            }
        }
        return null;
    }

    private @Nullable RepoFile firstOf(List<RepoFile> matches) {
        matches.sort(ORDER);
        RepoFile first = matches.get(0);
        boolean isClear = matches.stream()
                .allMatch(other ->
                        depth(other) > depth(first) || unnumbered(other).equals(unnumbered(first)));
        return isChosenByRules || isClear ? first : null;
    }

    /** The file with this path. */
    private @Nullable RepoFile at(String path) {
        for (RepoFile file : files) {
            if (file.path().equals(path)) {
                return file;
            }
        }
        return null;
    }

    /**
     * The file with one of these names in a folder, or else in the nearest of those above it, or else in any. The earlier names go
     * before the later ones.
     */
    private @Nullable RepoFile nearest(List<String> names, String folder) {
        var matches = new ArrayList<RepoFile>();
        for (RepoFile file : files) {
            if (names.contains(name(file))) {
                matches.add(file);
            }
        }
        Comparator<RepoFile> byName = Comparator.comparingInt(file -> names.indexOf(name(file)));
        Optional<RepoFile> near = matches.stream()
                .filter(file -> folder.startsWith(folder(file)))
                .max(Comparator.comparingInt(FileRoles::depth).thenComparing(byName.reversed()));
        if (near.isPresent() || matches.isEmpty()) {
            return near.orElse(null);
        }
        String first = name(Collections.min(matches, byName));
        matches.removeIf(file -> !name(file).equals(first));
        return firstOf(matches);
    }

    private static boolean hasEnding(String path, String ending) {
        return path.regionMatches(true, path.length() - ending.length(), ending, 0, ending.length());
    }

    /** With the slash at its end; empty for the top. */
    private static String folder(RepoFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/') + 1);
    }

    private static String name(RepoFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }

    /** In how many folders it is. */
    private static int depth(RepoFile file) {
        int depth = 0;
        for (int i = file.path().indexOf('/'); i >= 0; i = file.path().indexOf('/', i + 1)) {
            depth++;
        }
        return depth;
    }

    /** Equal for the shards of one file, which are called {@code model-00001-of-00002.safetensors}. */
    private static String unnumbered(RepoFile file) {
        String path = file.path();
        int end = path.lastIndexOf("-of-");
        if (end < 0) {
            return path;
        }
        while (end > 0 && Character.isDigit(path.charAt(end - 1))) {
            end--;
        }
        return path.substring(0, end);
    }
}
