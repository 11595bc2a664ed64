package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.preset.repo.ConfigurationFiles;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The preset {@code onnx}: the graphs that {@link GraphChoice} finds, the files that they keep their tensors in, configurations and
 * tokenizers.
 *
 * <p>Configurations and tokenizers are those beside the graphs and in the folders above, since some runtimes look here and others
 * there; where they are the same, they are one content, that is downloaded once. A folder of onnxruntime-genai has all that its
 * runtime looks for; of a pipeline the folders without graphs are needed too.
 */
public final class OnnxRules {

    /** Says that the folders beside it make up a pipeline, as diffusers has them. */
    static final String PIPELINE = "model_index.json";

    private static final String CONFIGURATION = "configuration";

    /** The tokens of speech models, as sherpa-onnx has them, with the name of the model in front or without. */
    private static final String TOKENS = "tokens.txt";

    private OnnxRules() {}

    /**
     * Takes graphs with what they need.
     *
     * @param variant which graph is wanted, such as {@code int8} or {@code O2}, without ending; null for the plain one
     * @throws PresetException when no graph or several match, or one is broken
     * @throws IOException when a graph that must be read cannot be had
     */
    public static void take(Folder root, @Nullable String variant) throws PresetException, IOException {
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

    private static void takeData(List<GraphFile> graphs, Folder root) throws PresetException, IOException {
        var toRead = new ArrayList<GraphFile>();
        for (GraphFile graph : graphs) {
            if (DataFiles.mayBeIn(root.child(graph.folder(), graph.file().path()), graph.file())) {
                toRead.add(graph);
            }
        }
        root.fetch(toRead.stream().map(graph -> graph.file().path()).toList());
        for (GraphFile graph : toRead) {
            Folder folder = root.child(graph.folder(), graph.file().path());
            DataFiles.take(folder, graph.file().path().substring(graph.folder().length()));
        }
    }

    private static void takeConfigurations(String path, Folder root) throws PresetException, IOException {
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

    private static void takePipeline(Folder root) throws PresetException, IOException {
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
