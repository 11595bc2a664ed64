package io.github.hfmodels.preset;

import java.util.Locale;

/** The formats in which owners publish the same weights. */
public enum WeightFormat {
    SAFETENSORS("safetensors"),
    PYTORCH("PyTorch"),
    TENSORFLOW("TensorFlow"),
    FLAX("Flax"),
    RUST("Rust"),
    ONNX("ONNX"),
    OPENVINO("OpenVINO"),
    CORE_ML("Core ML"),
    TENSORFLOW_LITE("TensorFlow Lite"),
    GGUF("GGUF");

    private final String shown;

    WeightFormat(String shown) {
        this.shown = shown;
    }

    /** The format as JSON has it, such as {@code core-ml}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name, for people. */
    @Override
    public String toString() {
        return shown;
    }
}
