package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Folder;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A graph's external data: the files that hold its tensors, which the graph names. */
final class DataFiles {

    /** Names of graphs and texts, which are never data. */
    private static final Pattern GRAPH_OR_TEXT = Pattern.compile(
            ".*\\.(?:onnx|jsonl?|txt|md|jinja|py|ya?ml|xml|gitattributes|gitignore)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Names of vocabularies, images, and weights in other formats. */
    private static final Pattern OTHER_FORMAT = Pattern.compile(
            "(?:.*/)?(?:[^/]*\\.(?:model|spm|tiktoken|safetensors|h5|msgpack|ot|gguf|ckpt|pte?|pth|pkl|tflite|mlmodel"
                    + "|png|jpe?g|gif|webp|svg|bmp|ico|pdf|mp3|mp4|wav)|pytorch_model[^/]*\\.bin|openvino_[^/]*\\.bin)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private DataFiles() {}

    /**
     * Whether graphs of a folder must be read to know their data, which is in or below that folder. If no file there can be data by its
     * name, they are not read, which saves a plan a large download.
     *
     * <p>Exporters name data after the graph, with an ending of their own, or after the tensors in it, and never give it the ending of
     * another format. A tensor's name may still look like such an ending. But a graph with external data is small itself, and for a
     * small graph every file can be data that is not a graph or a text.
     */
    static boolean mayBeIn(Folder folder, boolean ofSmallGraphs) {
        return folder.below().stream()
                .anyMatch(name -> !GRAPH_OR_TEXT.matcher(name).matches()
                        && (ofSmallGraphs || !OTHER_FORMAT.matcher(name).matches()));
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
        Set<String> data = new LinkedHashSet<>();
        try {
            OnnxGraph.readLocations(folder.content(name), location -> data.add(file(folder, path, location)));
        } catch (InvalidValueException e) {
            throw new UserException(
                    "preset onnx: '" + Printable.of(path) + "' is not a readable ONNX graph (" + e.getMessage() + ")",
                    Advice.of("choose another variant or revision"));
        }
        folder.takeAll(data, "tensors of " + Printable.of(path), path);
    }

    /** The file of a location, which is in the listing, so that no graph can fill the memory. */
    private static String file(Folder folder, String graph, String location) {
        String name = (location.startsWith("/") ? "/" : "")
                + Arrays.stream(location.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .collect(Collectors.joining("/"));
        boolean leadsOut = name.startsWith("/")
                || name.startsWith("\\")
                || name.startsWith(":", 1)
                || Arrays.asList(name.split("[/\\\\]")).contains("..");
        if (leadsOut || !folder.has(name)) {
            throw new UserException(
                    "preset onnx: '" + Printable.of(graph) + "' keeps tensors in '" + Printable.of(location) + "', "
                            + (leadsOut ? "which is not in its folder" : "which the repository does not have"),
                    Advice.of("choose another variant or revision, or tell the repository's owner"));
        }
        return name;
    }
}
