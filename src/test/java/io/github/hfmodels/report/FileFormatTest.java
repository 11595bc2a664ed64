package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileFormatTest {

    @ParameterizedTest
    @CsvSource({
        "unet/diffusion_pytorch_model.fp16.safetensors, SAFETENSORS",
        "model-Q4_K_M.gguf, GGUF",
        "ggml-base.en.bin, GGML",
        "llama-2-7b.ggmlv3.q4_0.bin, GGML",
        "Llama-3.2-1B.Q6_K.llamafile, LLAMAFILE",
        "onnx/model.onnx, ONNX",
        "model.onnx_data, ONNX",
        "model.onnx_data_1, ONNX",
        "model.onnx.data, ONNX",
        "model.onnx.json, CONFIG",
        "openvino_model.bin, OPENVINO",
        "openvino/openvino_model_int8.xml, OPENVINO",
        "openvino_config.json, CONFIG",
        "coreml/float32_model.mlpackage/Data/com.apple.CoreML/weights/weight.bin, CORE_ML",
        "Unet.mlmodelc/coremldata.bin, CORE_ML",
        "64-8bits.tflite, TENSORFLOW_LITE",
        "tf_model.h5, TENSORFLOW",
        "saved_model/saved_model.pb, TENSORFLOW",
        "variables/variables.data-00000-of-00001, TENSORFLOW",
        "bert_model.ckpt.index, TENSORFLOW",
        "model.ckpt-1000.data-00000-of-00001, TENSORFLOW",
        "model.ckpt-1000.meta, TENSORFLOW",
        "best.ckpt.pt, PYTORCH",
        "model.ckpt-100.pkl, PYTORCH",
        "model.ckpt.yaml, CONFIG",
        "flax_model-00001-of-00002.msgpack, FLAX",
        "weights.00.npz, MLX",
        "rust_model.ot, RUST",
        "PYTORCH_MODEL.BIN, PYTORCH",
        "v1-5-pruned.ckpt, PYTORCH",
        "arrays.npz, PYTORCH",
        "tokenizer.model, CONFIG",
        "modeling.py, CODE",
        "train.parquet, OTHER",
        "README, OTHER"
    })
    void aPathSaysTheFormat(String path, FileFormat format) {
        assertThat(FileFormat.of(path)).isEqualTo(format);
    }

    /** Else a bar would be black. */
    @ParameterizedTest
    @EnumSource
    void formatHasAColor(FileFormat format) throws IOException {
        try (InputStream css = Objects.requireNonNull(FileFormat.class.getResourceAsStream("report.css"))) {
            assertThat(new String(css.readAllBytes(), StandardCharsets.UTF_8))
                    .containsPattern("(?m)^(rect)?\\." + format.word() + " \\{ fill: ");
        }
    }
}
