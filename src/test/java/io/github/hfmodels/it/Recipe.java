package io.github.hfmodels.it;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestCommit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A recipe of the cookbook. Its plugin is pointed to a Hub, and its tests to a proxy that lets nobody through and notes what
 * they ask of the network: {@code argLine} for Java, which Surefire takes by itself, and {@code watch.proxy} for the rest.
 */
public final class Recipe {
    private static final String KEY = "watch";
    private static final String TOKENIZER_CONFIG = """
            {"tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 512, "unk_token": "[UNK]",
             "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
            """;

    private Recipe() {}

    /** Starts both, for {@code prebuild.groovy}. */
    public static void start(File basedir, Map<String, Object> context, Consumer<ItHub> filling) throws IOException {
        NetworkWatch watch = NetworkWatch.start();
        context.put(KEY, watch);
        ItHub.start(basedir, context, hub -> {
            String options = "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=PORT -Dhttps.proxyHost=127.0.0.1"
                    + " -Dhttps.proxyPort=PORT -Dhttp.nonProxyHosts=";
            hub.property("argLine", options.replace("PORT", Integer.toString(watch.port())));
            hub.property("watch.proxy", "http://127.0.0.1:" + watch.port());
            filling.accept(hub);
        });
    }

    /** Puts a real model into the Hub, as its repository has it; more files may be added. */
    public static TestCommit minilm(ItHub hub, String files) {
        Path folder = Path.of(files);
        return hub.model("sentence-transformers/all-MiniLM-L6-v2")
                .commit("all-MiniLM-L6-v2")
                .idOverride("c9745ed1d9f207416be6d2e6f8de32d1f16199bf")
                .file("README.md", "# all-MiniLM-L6-v2")
                .file("config.json", "{\"model_type\": \"bert\", \"hidden_size\": 384, \"num_hidden_layers\": 6}")
                .lfs("onnx/model.onnx", Content.of(folder.resolve("all-minilm-l6-v2.onnx")))
                .lfs("onnx/model_quantized.onnx", Content.of(folder.resolve("all-minilm-l6-v2-q.onnx")))
                .lfs("pytorch_model.bin", Content.generated(90_888_945, 1))
                .file("tokenizer_config.json", TOKENIZER_CONFIG)
                .file("tokenizer.json", Content.of(folder.resolve("all-minilm-l6-v2-tokenizer.json")));
    }

    /** What the tests have asked of the network, in the order in which they asked. */
    public static List<String> asked(Map<String, Object> context) {
        return ((NetworkWatch) context.get(KEY)).requests();
    }

    /** Looks at the only run, or at the last one, and ends both; for {@code postbuild.groovy}. */
    public static void end(Map<String, Object> context, Consumer<ItRun> checks) throws IOException {
        try {
            ItHub.end(context, checks);
        } finally {
            ((NetworkWatch) context.get(KEY)).close();
        }
    }
}
