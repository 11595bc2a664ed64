package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.ConfigurationFiles;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The preset {@code onnx}: the graphs that {@link GraphChoice} chooses, their external data, configurations and tokenizers.
 *
 * <p>Configurations and tokenizers are those in the graphs' folders and in the folders above, since runtimes differ in where they look.
 * Equal files cost nothing, since each content is downloaded once. onnxruntime-genai looks only in the graph's folder. A pipeline also
 * needs its folders without graphs.
 */
public final class OnnxRules {

    /** Its folders are the components of a pipeline, as in Diffusers. */
    static final String PIPELINE = "model_index.json";

    private static final String CONFIGURATION = "configuration";

    /** The tokens of sherpa-onnx's speech models; the model's name may be in front. */
    private static final String TOKENS = "tokens.txt";

    /** A smaller graph is read in any case of doubt, since that costs little, and a graph with external data is mostly small. */
    private static final long SMALL_GRAPH = 8 << 20;

    private OnnxRules() {}

    /**
     * Takes graphs, and the files that they need.
     *
     * @param variant which graph is wanted, such as {@code int8} or {@code O2}, without ending; null for the plain one
     * @throws UserException if no graph or several match, or one is broken
     * @throws IOException if a graph that must be read cannot be fetched or read
     */
    public static void take(Folder root, @Nullable String variant) throws IOException {
        List<GraphFile> graphs = new GraphChoice(root, variant).graphs();
        for (GraphFile graph : graphs) {
            root.take(graph.file().path(), rule(graph, variant, graphs));
        }
        takeData(graphs, root);
        Set<String> folders = new LinkedHashSet<>();
        for (GraphFile graph : graphs) {
            root.take(graph.file().path() + ".json", CONFIGURATION);
            folders.add(graph.folder());
        }
        for (String path : folders) {
            takeConfigurations(path, root);
        }
        if (root.has(PIPELINE) && !folders.contains("")) {
            takePipeline(root);
        }
    }

    private static String rule(GraphFile graph, @Nullable String variant, List<GraphFile> graphs) {
        if (!graph.isPlain()) {
            return "graph (" + graph.variant() + ")";
        }
        boolean othersHaveVariant = variant != null && !graphs.stream().allMatch(GraphFile::isPlain);
        return othersHaveVariant ? "graph (plain, there is no " + variant + ")" : "graph";
    }

    private static void takeData(List<GraphFile> graphs, Folder root) throws IOException {
        // One look at a folder for all graphs in it.
        var ofSmall = new HashMap<String, Boolean>();
        var ofLarge = new HashMap<String, Boolean>();
        List<GraphFile> toRead = graphs.stream()
                .filter(graph -> {
                    boolean small = graph.file().contentSize() < SMALL_GRAPH;
                    return (small ? ofSmall : ofLarge)
                            .computeIfAbsent(graph.folder(), path -> DataFiles.mayBeIn(folder(graph, root), small));
                })
                .toList();
        root.fetch(toRead.stream().map(graph -> graph.file().path()).toList());
        for (GraphFile graph : toRead) {
            DataFiles.take(
                    folder(graph, root),
                    graph.file().path().substring(graph.folder().length()));
        }
    }

    private static Folder folder(GraphFile graph, Folder root) {
        return root.child(graph.folder(), graph.file().path());
    }

    private static void takeConfigurations(String path, Folder root) throws IOException {
        if (GraphChoice.isOfGenai(path, root)) {
            Folder folder = root.child(path, path);
            folder.take(GraphChoice.GENAI_CONFIG, CONFIGURATION);
            folder.takeAny(GraphChoice.genaiNames(path, root), "named by " + GraphChoice.GENAI_CONFIG);
            ConfigurationFiles.take(folder);
            if (TokenizerFiles.take(folder)) {
                return;
            }
        }
        String level = path;
        while (true) {
            Folder folder = root.child(level, path);
            ConfigurationFiles.take(folder);
            TokenizerFiles.take(folder);
            folder.takeAny(
                    folder.names().stream()
                            .filter(name -> name.endsWith(TOKENS))
                            .toList(),
                    "tokenizer");
            if (level.isEmpty()) {
                return;
            }
            level = level.substring(0, level.lastIndexOf('/', level.length() - 2) + 1);
        }
    }

    private static void takePipeline(Folder root) throws IOException {
        root.take(PIPELINE, CONFIGURATION);
        for (String component : root.config(PIPELINE).values().keySet()) {
            if (!component.startsWith("_")) {
                Folder folder = root.child(component, PIPELINE);
                ConfigurationFiles.take(folder);
                folder.take("scheduler_config.json", CONFIGURATION);
                TokenizerFiles.take(folder);
            }
        }
    }
}
