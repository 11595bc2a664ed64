package io.github.hfmodels.report;

import io.github.hfmodels.model.RepoFile;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The formats by which a report sums files up, in the order in which it shows them. A file's name says which it is. */
enum FileFormat {
    SAFETENSORS("safetensors", "safetensors", ".*\\.safetensors"),
    GGUF("gguf", "GGUF", ".*\\.gguf"),
    GGML("ggml", "GGML", "(.*/)?[^/]*ggml[^/]*\\.bin|.*\\.ggml"),
    LLAMAFILE("llamafile", "llamafile", ".*\\.llamafile"),
    ONNX("onnx", "ONNX", ".*\\.onnx([._](data|bin)[^/]*)?"),
    OPENVINO("openvino", "OpenVINO", "(.*/)?openvino_[^/]*\\.(bin|xml)"),
    CORE_ML("core-ml", "Core ML", ".*\\.mlmodel|.*\\.(mlpackage|mlmodelc)/.*"),
    TENSORFLOW_LITE("tensorflow-lite", "TensorFlow Lite", ".*\\.tflite"),
    TENSORFLOW(
            "tensorflow",
            "TensorFlow",
            ".*\\.(h5|keras)|.*\\.ckpt(-\\d+)?\\.(index|meta|data-[^/]*)|(.*/)?(saved_model\\.pb|variables\\.(index|data-[^/]*))"),
    FLAX("flax", "Flax", ".*\\.msgpack"),
    MLX("mlx", "MLX", "(.*/)?weights(\\.\\d+)?\\.npz"),
    RUST("rust", "Rust", ".*\\.ot"),
    PYTORCH("pytorch", "PyTorch and pickle", ".*\\.(bin|pt|pth|ckpt|pkl|pickle|joblib|npy|npz)"),
    CONFIG("config", "Tokenizer and configuration", ".*\\.(json|jsonl|txt|model|yaml|yml|jinja)"),
    CODE("code", "Code", ".*\\.(py|ipynb|js|sh|cpp|java)"),
    OTHER("other", "Other", ".*");

    private final String word;
    private final String title;
    private final Pattern paths;

    FileFormat(String word, String title, String paths) {
        this.word = word;
        this.title = title;
        this.paths = Pattern.compile(paths, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** As the JSON of a report and the style of its page have it. */
    String word() {
        return word;
    }

    /** As people read it. */
    String title() {
        return title;
    }

    /** The format of a file, by its path: the first that fits. */
    static FileFormat of(String path) {
        return Arrays.stream(values())
                .filter(format -> format.paths.matcher(path).matches())
                .findFirst()
                .orElse(OTHER);
    }

    /** The files of each format that there is. */
    static Map<FileFormat, List<RepoFile>> group(Collection<RepoFile> files) {
        return files.stream()
                .collect(Collectors.groupingBy(file -> of(file.path()), TreeMap::new, Collectors.toList()));
    }
}
