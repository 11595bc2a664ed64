package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files that a graph keeps its tensors in, as it names them, as far as the repository has them. */
final class DataFiles {

    /**
     * What is a graph or a text by its name. Exporters call data as they call the graph, with another ending, or as they call the
     * tensors in it, so that none of these is data.
     */
    private static final Pattern GRAPH_OR_TEXT = Pattern.compile(
            ".*\\.(?:onnx|jsonl?|txt|md|jinja|py|ya?ml|xml|gitattributes|gitignore)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What is a vocabulary, an image, or weights that no graph's are, by its name. */
    private static final Pattern OF_OTHERS = Pattern.compile(
            "(?:.*/)?(?:[^/]*\\.(?:model|spm|tiktoken|safetensors|h5|msgpack|ot|gguf|ckpt|pte?|pth|pkl|tflite|mlmodel"
                    + "|png|jpe?g|gif|webp|svg|bmp|ico|pdf|mp3|mp4|wav)|pytorch_model[^/]*\\.bin|openvino_[^/]*\\.bin)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A graph of fewer bytes is read for less than the doubt is worth: one that keeps its tensors elsewhere is mostly small. */
    private static final long SMALL_GRAPH = 8 << 20;

    private final Folder folder;
    private final Set<String> names = new LinkedHashSet<>();
    private @Nullable String refused;

    private DataFiles(Folder folder) {
        this.folder = folder;
    }

    /**
     * Whether a graph must be read to know its data: not where its folder, in which and below which all data must be, has nothing
     * that could be such. This spares a download to who only plans.
     *
     * <p>What could be data is told by names, and that is certain enough: exporters write data under the graph's name with an ending
     * of their own, or under the tensors' names, never under an ending of another format. A name that only seems to be one, as a
     * tensor may have it, costs nothing either: a graph that keeps its tensors in files is small itself, and of a small graph all but
     * graphs and texts counts as data.
     */
    static boolean mayBeIn(Folder folder, RepoFile graph) {
        boolean small = graph.contentSize() < SMALL_GRAPH;
        return folder.below().stream()
                .filter(name -> !GRAPH_OR_TEXT.matcher(name).matches())
                .anyMatch(name -> small || !OF_OTHERS.matcher(name).matches());
    }

    /**
     * Reads the graph, and takes its data.
     *
     * @param folder the graph's folder
     * @param name the graph's name within it
     * @throws PresetException when the file is not a graph, or names what the repository has not or what is elsewhere
     * @throws IOException when the graph cannot be had
     */
    static void take(Folder folder, String name) throws PresetException, IOException {
        String path = folder.path(name);
        var data = new DataFiles(folder);
        try {
            OnnxGraph.readLocations(folder.content(name), data::add);
        } catch (InvalidValueException e) {
            throw new PresetException("preset onnx: '" + Printable.of(path) + "' is no ONNX graph that can be read ("
                    + e.getMessage() + "); choose another variant or revision");
        }
        if (data.refused != null) {
            throw new PresetException("preset onnx: '" + Printable.of(path) + "' keeps tensors in '"
                    + Printable.of(data.refused) + "', " + data.whyRefused()
                    + "; choose another variant or revision, or tell the repository's owner");
        }
        folder.takeAll(data.names, "tensors of " + Printable.of(path), path);
    }

    /** Keeps only what the listing has, so that no graph can fill the memory. */
    private void add(String location) {
        String name = withoutNeedlessParts(location);
        if (folder.has(name) && !leadsOut(name)) {
            names.add(name);
        } else if (refused == null) {
            refused = location;
        }
    }

    private String whyRefused() {
        return refused != null && leadsOut(withoutNeedlessParts(refused))
                ? "which is not in its folder"
                : "which the repository does not have";
    }

    private static boolean leadsOut(String name) {
        return name.startsWith("/")
                || name.startsWith("\\")
                || name.startsWith(":", 1)
                || Arrays.asList(name.split("[/\\\\]")).contains("..");
    }

    private static String withoutNeedlessParts(String location) {
        return (location.startsWith("/") ? "/" : "")
                + Arrays.stream(location.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .collect(Collectors.joining("/"));
    }
}
