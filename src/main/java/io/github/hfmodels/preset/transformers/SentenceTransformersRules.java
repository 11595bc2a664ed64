package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The preset {@code sentence-transformers}: the modules that {@code modules.json} names, each from its folder. */
public final class SentenceTransformersRules {

    private static final String MODULES = "modules.json";
    private static final String ROUTER = "router_config.json";
    private static final String OWN = "sentence_transformers.";
    private static final String RULE = "module";

    /** With the modules of routers, which could otherwise contain each other without end. */
    private static final int MAX_MODULES = 100;

    /** The limits of the text; the name has changed over the years. */
    private static final Set<String> TRANSFORMER_CONFIGS = Set.of(
            "sentence_bert_config.json",
            "sentence_roberta_config.json",
            "sentence_distilbert_config.json",
            "sentence_camembert_config.json",
            "sentence_albert_config.json",
            "sentence_xlm-roberta_config.json",
            "sentence_xlnet_config.json");

    private static final Set<String> TRANSFORMERS = Set.of("Transformer", "CLIPModel", "MLMTransformer");
    private static final Set<String> ROUTERS = Set.of("Router", "Asym");

    /** Weights of other frameworks and formats, which no module reads, and code, which {@link RemoteCode} takes. */
    private static final Pattern FOREIGN =
            Pattern.compile("(?:.*/)?(?:[^/]+\\.(?:h5|msgpack|ot|onnx|onnx_data|gguf|ckpt|py)|openvino_[^/]*)");

    private final PresetOptions options;
    private int modules;

    private SentenceTransformersRules(PresetOptions options) {
        this.options = options;
    }

    /**
     * Takes a model. A repository without {@code modules.json} is a model of Transformers, to which the library adds modules itself.
     *
     * @throws UserException if the repository does not have a model, or the options do not fit it
     */
    public static void take(Folder root, PresetOptions options) throws IOException {
        if (!root.has(MODULES) && !TransformersRules.isIn(root)) {
            throw PresetMismatch.of(root, options.preset(), "'modules.json' or 'config.json'");
        }
        root.fetch(List.of(MODULES, ROUTER, Configs.MODEL, TokenizerFiles.CONFIG, Configs.PROCESSOR));
        root.take("config_sentence_transformers.json", "config");
        if (!root.has(MODULES)) {
            new SentenceTransformersRules(options).takeTransformer(root);
            return;
        }
        root.take("README.md", "model card, which the library reads");
        root.take(MODULES, "config, modules");
        var rules = new SentenceTransformersRules(options);
        for (ConfigFile module : root.configs(MODULES)) {
            String type = module.text("type")
                    .orElseThrow(() -> new UserException(
                            "'modules.json' names a module without its type", CommonAdvice.CHOOSE_REVISION));
            rules.takeModule(root.child(module.text("path").orElse(""), MODULES), type, MODULES);
        }
    }

    private void takeModule(Folder folder, String type, String namedBy) throws IOException {
        if (++modules > MAX_MODULES) {
            throw new UserException(
                    "'" + Printable.of(namedBy) + "' names more than " + MAX_MODULES
                            + " modules, or modules that contain each other",
                    CommonAdvice.CHOOSE_REVISION);
        }
        String name = type.substring(type.lastIndexOf('.') + 1);
        boolean custom = !type.startsWith(OWN);
        if (custom) {
            takeCode(folder, type, namedBy);
        }
        if (!custom && ROUTERS.contains(name)) {
            takeRoutes(folder, namedBy);
        } else if (TRANSFORMERS.contains(name) || (custom && TransformersRules.isIn(folder))) {
            takeTransformer(folder);
        } else if (!custom && name.equals("SparseStaticEmbedding")) {
            takeSparseEmbedding(folder);
        } else if (!custom && name.equals("StaticEmbedding")) {
            folder.takeAll(List.of("tokenizer.json"), "tokenizer", namedBy);
            weights(folder).take(folder, MODULES);
        } else {
            takeSmallModule(folder, custom);
        }
    }

    private void takeTransformer(Folder folder) throws IOException {
        folder.takeAny(TRANSFORMER_CONFIGS, "config, limits of the text");
        if (!TransformersRules.isIn(folder)) {
            throw new UserException(
                    "'modules.json' names a model in '" + Printable.of(folder.path(""))
                            + "', where the repository has no config.json",
                    CommonAdvice.CHOOSE_REVISION);
        }
        TransformersRules.takeModel(folder, options);
    }

    private void takeRoutes(Folder folder, String namedBy) throws IOException {
        String file = folder.has(ROUTER) ? ROUTER : Configs.MODEL;
        folder.takeAll(List.of(file), "config, routes", namedBy);
        ConfigFile types = folder.config(file).object("types");
        for (String id : types.values().keySet()) {
            Optional<String> type = types.text(id);
            if (type.isPresent()) {
                takeModule(folder.child(id, folder.path(file)), type.get(), folder.path(file));
            }
        }
    }

    private static void takeSparseEmbedding(Folder folder) throws IOException {
        folder.take(Configs.MODEL, RULE);
        TokenizerFiles.take(folder);
        Optional<String> table = folder.config(Configs.MODEL).text("path").filter(path -> path.endsWith(".json"));
        if (table.isPresent()) {
            folder.top().takeAll(List.of(table.get()), "weights (json)", folder.path(Configs.MODEL));
        } else {
            weights(folder).take(folder, MODULES);
        }
    }

    /**
     * Takes what the library's own modules read: configurations, a tokenizer and weights. What a module of trusted code reads in its
     * folder is not known, so all files are taken, without copies of the weights and without code.
     */
    private static void takeSmallModule(Folder folder, boolean custom) throws IOException {
        Optional<Weights> weights = Weights.find(folder, Weights.Names.TRANSFORMERS, null);
        boolean own = !folder.path("").isEmpty();
        if (custom && own) {
            var names = new ArrayList<>(folder.below());
            names.removeIf(name -> FOREIGN.matcher(name).matches()
                    || (weights.isPresent() && weights.get().isCopy(name)));
            names.remove(weights.map(Weights::name).orElse(""));
            folder.takeAny(names, RULE);
        } else {
            folder.take(Configs.MODEL, RULE);
            folder.takeAny(
                    folder.names().stream()
                            .filter(name -> name.endsWith("_config.json"))
                            .toList(),
                    RULE);
            if (own) {
                TokenizerFiles.take(folder);
            }
        }
        if (weights.isPresent()) {
            weights.get().take(folder, MODULES);
        }
    }

    private void takeCode(Folder folder, String type, String namedBy) throws IOException {
        if (!options.trustRemoteCode()) {
            throw new UserException(
                    "the model does not load without Python code: '" + Printable.of(namedBy) + "' names "
                            + Printable.of(type),
                    CommonAdvice.TRUST_CODE);
        }
        // A name with more dots is a class of an installed library.
        if (type.chars().filter(c -> c == '.').count() == 1) {
            RemoteCode.takeReferenced(folder.top(), List.of(new CodeReference("module", type, namedBy)));
        }
    }

    private static Weights weights(Folder folder) {
        return Weights.find(folder, Weights.Names.TRANSFORMERS, null)
                .orElseThrow(() -> Weights.missing(folder, List.of(Weights.Names.TRANSFORMERS), null));
    }
}
