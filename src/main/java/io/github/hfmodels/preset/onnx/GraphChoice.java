package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidates;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the graphs that make up the model that is asked for.
 *
 * <p>Folder: if matching graphs are in several folders, {@code onnx} is preferred, then the top. Otherwise all must be in one folder,
 * unless the folders are those of a pipeline ({@code model_index.json}).
 *
 * <p>Variant: without one, the plain graphs match, whose names do not end in a variant; if there are none, all graphs match. With one,
 * the first of these rules that finds a graph decides; case and separators do not count:
 * <ol>
 * <li>a graph's whole name without ending, with or without its folder; then the graph is taken alone
 * <li>the end of a graph's name, as {@code q4} in {@code model_q4.onnx}
 * <li>the name of a folder; onnxruntime-genai has one for each kind of device
 * <li>another name for the same: {@code int8} is also {@code quantized} and what begins with {@code qint8}, {@code q8} is
 *     {@code quantized} (as in transformers.js), {@code fp32} is the plain one
 * <li>words of the end of a name, or of a folder's name: {@code arm64} finds {@code model_qint8_arm64.onnx}
 * </ol>
 *
 * <p>Parts: {@code model} is a model by itself; graphs beside it are parts of the same model. Otherwise the parts that exporters are
 * known to split models into belong together, and so do those whose names differ only in {@code encoder}, {@code decoder} or
 * {@code joiner}. {@code decoder_model_merged} replaces the other decoders. A part that does not exist in the variant is taken plain.
 * Two graphs of one part, or parts that do not belong together, are an error that lists them.
 */
final class GraphChoice {

    static final String GENAI_CONFIG = "genai_config.json";
    private static final String PREFERRED_FOLDER = "onnx/";

    /** More than any pipeline has. */
    private static final int MAX_COMPONENTS = 50;

    private static final Set<String> PLAIN_NAMES = Set.of("", "fp32", "float32", "plain");

    private final List<GraphFile> all;
    private final Folder root;

    /** The variant; empty for the plain graphs. */
    private final String wanted;

    /** @param variant which graphs are wanted, without ending; null for the plain ones */
    GraphChoice(Folder root, @Nullable String variant) {
        this.all = GraphFile.among(root.files());
        this.root = root;
        this.wanted = variant == null ? "" : variant;
    }

    /**
     * @throws UserException if there is no such graph, or if several match equally well
     * @throws IOException if a configuration cannot be fetched or read
     */
    List<GraphFile> graphs() throws IOException {
        if (all.isEmpty()) {
            throw PresetMismatch.of(root, Preset.ONNX, "a '.onnx' file");
        }
        List<GraphFile> named = matching(
                all, graph -> GraphFile.isSame(graph.stem(), wanted) || GraphFile.isSame(graph.path(), wanted));
        if (!named.isEmpty()) {
            List<GraphFile> one = inOnePlace(named);
            if (one.size() > 1) {
                throw several(one);
            }
            return one;
        }
        for (Predicate<GraphFile> rule : rules(wanted)) {
            List<GraphFile> matches = matching(all, rule);
            if (!matches.isEmpty()) {
                return model(inOnePlace(matches));
            }
        }
        throw new UserException(
                "preset onnx: no graph is a <variant> '" + Printable.of(wanted) + "'",
                Advice.of("set it to one of these, the closest first: "
                        + Candidates.names(ClosestNames.ranked(wanted, names()))));
    }

    /** Whether the folder is for onnxruntime-genai, whose configuration names all files that it loads. */
    static boolean isOfGenai(String folder, Folder root) {
        return root.has(folder + GENAI_CONFIG);
    }

    /** All texts in the folder's configuration of onnxruntime-genai; some of them are names of files in the folder. */
    static List<String> genaiNames(String folder, Folder root) throws IOException {
        var texts = new ArrayList<String>();
        addTexts(root.config(folder + GENAI_CONFIG).values(), texts);
        return texts;
    }

    private static void addTexts(@Nullable Object value, List<String> texts) {
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Map<?, ?> members) {
            members.values().forEach(member -> addTexts(member, texts));
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> addTexts(element, texts));
        }
    }

    private static List<Predicate<GraphFile>> rules(String wanted) {
        return List.of(
                graph -> !graph.isPlain() && GraphFile.isSame(graph.variant(), wanted),
                graph -> GraphFile.isSame(graph.folder().replaceFirst("/$", ""), wanted)
                        || folders(graph).stream().anyMatch(name -> GraphFile.isSame(name, wanted)),
                graph -> isAlias(graph, wanted.toLowerCase(Locale.ROOT)),
                graph -> GraphFile.hasWords(graph.variant(), wanted)
                        || folders(graph).stream().anyMatch(name -> GraphFile.hasWords(name, wanted)),
                graph -> wanted.isEmpty());
    }

    private static boolean isAlias(GraphFile graph, String wanted) {
        String name = graph.variant().toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "int8" -> name.equals("quantized") || name.startsWith("qint8");
            case "uint8" -> name.startsWith("quint8");
            case "q8" -> name.equals("quantized");
            case "fp16" -> name.equals("float16");
            default -> PLAIN_NAMES.contains(wanted) && graph.isPlain();
        };
    }

    private List<GraphFile> inOnePlace(List<GraphFile> matches) {
        for (String place : List.of(PREFERRED_FOLDER, "")) {
            List<GraphFile> there = matching(matches, graph -> graph.folder().equalsIgnoreCase(place));
            if (!there.isEmpty()) {
                return there;
            }
        }
        long folders = matches.stream().map(GraphFile::folder).distinct().count();
        if (folders > (root.has(OnnxRules.PIPELINE) ? MAX_COMPONENTS : 1)) {
            throw several(matches);
        }
        return matches;
    }

    /** The graphs of the model that some graphs belong to. */
    private List<GraphFile> model(List<GraphFile> matches) throws IOException {
        Map<String, List<GraphFile>> folders = matches.stream()
                .collect(Collectors.groupingBy(GraphFile::folder, LinkedHashMap::new, Collectors.toList()));
        var model = new ArrayList<GraphFile>();
        for (Map.Entry<String, List<GraphFile>> folder : folders.entrySet()) {
            model.addAll(
                    isOfGenai(folder.getKey(), root)
                            ? namedByGenai(folder.getKey())
                            : modelInFolder(folder.getValue()));
        }
        return model;
    }

    private List<GraphFile> namedByGenai(String folder) throws IOException {
        List<GraphFile> there = matching(all, graph -> graph.folder().equals(folder));
        Set<String> names = new HashSet<>(genaiNames(folder, root));
        List<GraphFile> named =
                matching(there, graph -> names.contains(graph.file().path().substring(folder.length())));
        return named.isEmpty() ? there : named;
    }

    private List<GraphFile> modelInFolder(List<GraphFile> matches) {
        List<GraphFile> whole = matching(matches, GraphFile::isWhole);
        List<GraphFile> parts = oneOfEachPart(whole.isEmpty() ? withOtherParts(matches) : whole);
        if (parts.stream().map(GraphFile::family).distinct().count() > 1) {
            throw several(parts);
        }
        return parts;
    }

    private List<GraphFile> withOtherParts(List<GraphFile> matches) {
        Set<String> matched = purposes(matches);
        GraphFile first = matches.get(0);
        List<GraphFile> others = matching(
                all,
                graph -> graph.folder().equals(first.folder())
                        && graph.family().equals(first.family())
                        && !matched.contains(graph.purpose()));
        Set<String> plain = purposes(matching(others, GraphFile::isPlain));
        var parts = new ArrayList<>(matches);
        parts.addAll(matching(others, graph -> graph.isPlain() || !plain.contains(graph.purpose())));
        return parts;
    }

    private List<GraphFile> oneOfEachPart(List<GraphFile> parts) {
        boolean hasMerged = parts.stream().anyMatch(GraphFile::isMergedDecoder);
        List<GraphFile> needed = matching(parts, graph -> !hasMerged || !graph.isOtherDecoder());
        Map<String, List<GraphFile>> byPart = needed.stream().collect(Collectors.groupingBy(GraphFile::part));
        List<GraphFile> ambiguous = matching(
                needed, graph -> byPart.getOrDefault(graph.part(), List.of()).size() > 1);
        if (!ambiguous.isEmpty()) {
            throw several(ambiguous);
        }
        return needed;
    }

    private static Set<String> purposes(List<GraphFile> graphs) {
        return graphs.stream().map(GraphFile::purpose).collect(Collectors.toSet());
    }

    private UserException several(List<GraphFile> graphs) {
        // Files that are named after a graph mostly hold its tensors.
        String candidates = Candidates.sized(
                graphs,
                graph -> graph.file().path(),
                graph -> ByteCount.sum(
                        root.files().stream()
                                .filter(file ->
                                        file.path().startsWith(graph.file().path()))
                                .toList(),
                        RepoFile::contentSize));
        return new UserException(
                "preset onnx: any of " + candidates + " may be meant",
                Advice.of("set <variant> to the end of its name or to its whole name without .onnx, or choose with"
                        + " <includes> instead of <preset>"));
    }

    /** What users write as variant for each of the graphs. */
    private List<String> names() {
        return all.stream().map(this::name).toList();
    }

    private String name(GraphFile graph) {
        List<String> folders = folders(graph);
        if (!folders.isEmpty() && isOfGenai(graph.folder(), root)) {
            return folders.get(folders.size() - 1);
        }
        return folders.isEmpty() || graph.folder().equalsIgnoreCase(PREFERRED_FOLDER) ? graph.name() : graph.path();
    }

    private static List<String> folders(GraphFile graph) {
        return Arrays.stream(graph.folder().split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<GraphFile> matching(List<GraphFile> graphs, Predicate<GraphFile> condition) {
        return graphs.stream().filter(condition).toList();
    }
}
