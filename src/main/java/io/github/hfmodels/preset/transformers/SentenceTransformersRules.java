package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The preset {@code sentence-transformers}: the modules that {@code modules.json} names, each from its folder. */
public final class SentenceTransformersRules {

    private static final String MODULES = "modules.json";
    private static final String ROUTER = "router_config.json";
    private static final String OWN = "sentence_transformers.";

    /** With the modules of routers, which could otherwise contain each other without end. */
    private static final int MAX_MODULES = 100;

    private static final Set<String> TRANSFORMERS = Set.of("Transformer", "CLIPModel", "MLMTransformer");
    private static final Set<String> ROUTERS = Set.of("Router", "Asym");

    private static final Pattern OWN_WEIGHTS = Pattern.compile("[^/]+\\.(?:bin|safetensors|pth?)");

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
        root.fetch(List.of(MODULES, ROUTER, TransformersRules.CONFIG, TokenizerFiles.CONFIG));
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
        } else if (TRANSFORMERS.contains(name) || (custom && isModel(folder))) {
            takeTransformer(folder);
        } else {
            takeFolder(folder, custom, name);
        }
    }

    /** Other modules have a {@code config.json} too. */
    private static boolean isModel(Folder folder) throws IOException {
        return AdapterRules.isIn(folder)
                || folder.config(TransformersRules.CONFIG).has("model_type");
    }

    private void takeTransformer(Folder folder) throws IOException {
        if (!TransformersRules.isIn(folder)) {
            throw new UserException(
                    "'modules.json' names a model in '" + Printable.of(folder.path(""))
                            + "', where the repository has no config.json",
                    CommonAdvice.CHOOSE_REVISION);
        }
        TransformersRules.takeModel(folder, options);
    }

    private void takeRoutes(Folder folder, String namedBy) throws IOException {
        String file = folder.has(ROUTER) ? ROUTER : TransformersRules.CONFIG;
        folder.takeAll(List.of(file), "config, routes", namedBy);
        ConfigFile types = folder.config(file).object("types");
        for (String id : types.values().keySet()) {
            Optional<String> type = types.text(id);
            if (type.isPresent()) {
                takeModule(folder.child(id, folder.path(file)), type.get(), folder.path(file));
            }
        }
    }

    /** Takes weights and what is beside them; of a module of other code also weights with names of its own. */
    private static void takeFolder(Folder folder, boolean custom, String name) throws IOException {
        Optional<Weights> weights = Weights.find(folder, TransformersRules.WEIGHTS, null);
        if (weights.isPresent()) {
            weights.get().take(folder, MODULES);
        } else if (name.equals("StaticEmbedding")) {
            throw Weights.missing(folder, TransformersRules.WEIGHTS, null);
        }
        if (!custom && name.equals("SparseStaticEmbedding")) {
            folder.config(TransformersRules.CONFIG)
                    .text("path")
                    .filter(path -> path.endsWith(".json"))
                    .ifPresent(path -> folder.top()
                            .takeAll(List.of(path), "weights (json)", folder.path(TransformersRules.CONFIG)));
        }
        if (custom && !folder.path("").isEmpty()) {
            folder.takeAny(
                    folder.names().stream()
                            .filter(file -> OWN_WEIGHTS.matcher(file).matches()
                                    && !TransformersRules.WEIGHTS.contains(Weights.withoutShardNumber(file)))
                            .toList(),
                    "weights");
        }
        Bulk.takeOthers(folder);
    }

    private void takeCode(Folder folder, String type, String namedBy) throws IOException {
        // A name with more dots is a class of an installed library.
        if (type.chars().filter(c -> c == '.').count() != 1) {
            return;
        }
        if (!options.trustRemoteCode()) {
            throw new UserException(
                    "the model does not load without Python code: '" + Printable.of(namedBy) + "' names "
                            + Printable.of(type),
                    CommonAdvice.TRUST_CODE);
        }
        RemoteCode.takeReferenced(folder.top(), List.of(new CodeReference(type, namedBy)));
    }
}
