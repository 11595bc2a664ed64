package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Folder;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A graph's external data: the files that hold its tensors, which the graph names. */
final class DataFiles {

    /**
     * Names of graphs and texts, which are never data: exporters name data after the graph, with an ending of their own, or after the
     * tensors in it.
     */
    private static final Pattern GRAPH_OR_TEXT = Pattern.compile(
            ".*\\.(?:onnx|jsonl?|txt|md|jinja|py|ya?ml|xml|gitattributes|gitignore)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Names of vocabularies, images, and weights in other formats. */
    private static final Pattern OTHER_FORMAT = Pattern.compile(
            "(?:.*/)?(?:[^/]*\\.(?:model|spm|tiktoken|safetensors|h5|msgpack|ot|gguf|ckpt|pte?|pth|pkl|tflite|mlmodel"
                    + "|png|jpe?g|gif|webp|svg|bmp|ico|pdf|mp3|mp4|wav)|pytorch_model[^/]*\\.bin|openvino_[^/]*\\.bin)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A smaller graph is read in any case of doubt, since that costs little, and a graph with external data is mostly small. */
    private static final long SMALL_GRAPH = 8 << 20;

    private final Folder folder;
    private final Set<String> names = new LinkedHashSet<>();
    private @Nullable String refused;

    private DataFiles(Folder folder) {
        this.folder = folder;
    }

    /**
     * Which data there may be in or below a folder.
     *
     * @param ofAny whether a file can be the data of any graph
     * @param ofSmall whether a file can be the data of a small graph
     */
    record Candidates(boolean ofAny, boolean ofSmall) {

        /**
         * Whether a graph in the folder must be read to know its data. All data must be in or below the graph's folder; if no file there
         * can be data, the graph is not read, which saves a plan a large download.
         */
        boolean mayBeOf(RepoFile graph) {
            return graph.contentSize() < SMALL_GRAPH ? ofSmall : ofAny;
        }
    }

    /**
     * Looks for what can be data of a folder's graphs.
     *
     * <p>Names alone decide which files can be data. That is safe: exporters name data after the graph with an ending of their own, or
     * after the tensors, and never give it the ending of another format. A tensor's name may still look like such an ending. But a graph
     * with external data is small itself, and for a small graph every file can be data that is not a graph or a text.
     */
    static Candidates candidates(Folder folder) {
        List<String> names = folder.below().stream()
                .filter(name -> !GRAPH_OR_TEXT.matcher(name).matches())
                .toList();
        return new Candidates(
                names.stream().anyMatch(name -> !OTHER_FORMAT.matcher(name).matches()), !names.isEmpty());
    }

    /**
     * Reads a graph, and takes its data.
     *
     * @param folder the graph's folder
     * @param name the graph's name within it
     * @throws UserException if the file is not a graph, or names data that the repository does not have or that is in another folder
     * @throws IOException if the graph cannot be fetched or read
     */
    static void take(Folder folder, String name) throws IOException {
        String path = folder.path(name);
        var data = new DataFiles(folder);
        try {
            OnnxGraph.readLocations(folder.content(name), data::add);
        } catch (InvalidValueException e) {
            throw new UserException(
                    "preset onnx: '" + Printable.of(path) + "' is not a readable ONNX graph (" + e.getMessage() + ")",
                    Advice.of("choose another variant or revision"));
        }
        if (data.refused != null) {
            throw new UserException(
                    "preset onnx: '" + Printable.of(path) + "' keeps tensors in '" + Printable.of(data.refused) + "', "
                            + data.whyRefused(),
                    Advice.of("choose another variant or revision, or tell the repository's owner"));
        }
        folder.takeAll(data.names, "tensors of " + Printable.of(path), path);
    }

    /** Keeps only names in the listing, so that no graph can fill the memory. */
    private void add(String location) {
        String name = normalized(location);
        if (folder.has(name) && !leadsOut(name)) {
            names.add(name);
        } else if (refused == null) {
            refused = location;
        }
    }

    private String whyRefused() {
        return refused != null && leadsOut(normalized(refused))
                ? "which is not in its folder"
                : "which the repository does not have";
    }

    private static boolean leadsOut(String name) {
        return name.startsWith("/")
                || name.startsWith("\\")
                || name.startsWith(":", 1)
                || Arrays.asList(name.split("[/\\\\]")).contains("..");
    }

    private static String normalized(String location) {
        return (location.startsWith("/") ? "/" : "")
                + Arrays.stream(location.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .collect(Collectors.joining("/"));
    }
}
