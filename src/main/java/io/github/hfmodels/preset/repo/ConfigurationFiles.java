package io.github.hfmodels.preset.repo;

import java.util.List;

/**
 * The small files beside weights or graphs that say how a runtime other than Transformers is to use them. Which of them it opens
 * hangs on the runtime, and they have a few kilobytes together, so all are taken.
 */
public final class ConfigurationFiles {

    private static final String RULE = "configuration";

    private static final List<String> NAMES = List.of(
            "config.json",
            "generation_config.json",
            "processor_config.json",
            "preprocessor_config.json",
            "video_preprocessor_config.json",
            // How Optimum quantized the weights.
            "quantize_config.json",
            "quantization_config.json",
            "ort_config.json",
            // How sentence embeddings are made of the output.
            "modules.json",
            "sentence_bert_config.json",
            "config_sentence_transformers.json",
            "1_Pooling/config.json",
            // DJL's.
            "serving.properties");

    private ConfigurationFiles() {}

    /** Takes those of a folder. */
    public static void take(Folder folder) {
        folder.takeAny(NAMES, RULE);
    }
}
