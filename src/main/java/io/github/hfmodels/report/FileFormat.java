package io.github.hfmodels.report;

import io.github.hfmodels.model.RepoFile;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The formats by which a report sums files up, in the order in which it shows them. A file's name says which it is. */
enum FileFormat {
    SAFETENSORS("safetensors", "safetensors", ".safetensors"),
    PYTORCH("pytorch", "PyTorch and pickle", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".npy"),
    ONNX("onnx", "ONNX", ".onnx", ".onnx_data", ".onnx.data"),
    GGUF("gguf", "GGUF", ".gguf"),
    CONFIG("config", "Tokenizer and configuration", ".json", ".jsonl", ".txt", ".model", ".yaml", ".yml", ".jinja"),
    CODE("code", "Code", ".py", ".ipynb", ".js", ".sh", ".cpp", ".java"),
    OTHER("other", "Other");

    private final String word;
    private final String title;
    private final List<String> endings;

    FileFormat(String word, String title, String... endings) {
        this.word = word;
        this.title = title;
        this.endings = List.of(endings);
    }

    /** As the JSON of a report and the style of its page have it. */
    String word() {
        return word;
    }

    /** As people read it. */
    String title() {
        return title;
    }

    /** The format of a file, by its path. */
    static FileFormat of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        // OpenVINO's weights are raw numbers.
        return name.startsWith("openvino")
                ? OTHER
                : Arrays.stream(values())
                        .filter(format -> format.endings.stream().anyMatch(name::endsWith))
                        .findFirst()
                        .orElse(OTHER);
    }

    /** The files of each format that there is. */
    static Map<FileFormat, List<RepoFile>> group(Collection<RepoFile> files) {
        return files.stream()
                .collect(Collectors.groupingBy(file -> of(file.path()), TreeMap::new, Collectors.toList()));
    }
}
