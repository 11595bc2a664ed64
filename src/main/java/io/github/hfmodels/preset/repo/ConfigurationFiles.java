package io.github.hfmodels.preset.repo;

import java.util.List;

/**
 * The small files beside weights or graphs that tell runtimes other than Transformers how to use them. Each runtime opens some of
 * them. Together they have a few kilobytes, so all are taken.
 */
public final class ConfigurationFiles {

    private static final String RULE = "configuration";

    private static final List<String> NAMES = List.of(
            "config.json",
            "generation_config.json",
            "processor_config.json",
            "preprocessor_config.json",
            "video_preprocessor_config.json",
            // Of Optimum: how the weights are quantized.
            "quantize_config.json",
            "quantization_config.json",
            "ort_config.json",
            // Of Sentence Transformers: how embeddings are computed from the output.
            "modules.json",
            "sentence_bert_config.json",
            "config_sentence_transformers.json",
            "1_Pooling/config.json",
            // Of DJL.
            "serving.properties");

    private ConfigurationFiles() {}

    /** Whether a file of that path could be taken. */
    public static boolean isPossible(String path) {
        return path.endsWith(".json") || path.endsWith(".properties");
    }

    /** Takes those that a folder has. */
    public static void take(Folder folder) {
        folder.takeAny(NAMES, RULE);
    }
}
