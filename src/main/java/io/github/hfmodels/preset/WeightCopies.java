package io.github.hfmodels.preset;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.onnx.GraphFile;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.preset.weights.GgufModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds copies of the same weights among files. Names tell which weights are the same, and sizes which are not, since no file is read:
 *
 * <p>Weights of a folder that have the names which libraries look for are the same in all formats; so are those in a folder below it
 * that is called like a format, such as {@code onnx/}. Other weights are the same only if they have the same name in the same folder.
 * A precision at the name's end makes no difference, nor does a quantization of GGUF. Whatever is named otherwise, such as
 * {@code non_ema}, is another model. Shards of which one is missing are no copy.
 */
final class WeightCopies {

    private static final Map<String, WeightFormat> FORMATS = Map.ofEntries(
            Map.entry("safetensors", WeightFormat.SAFETENSORS),
            Map.entry("bin", WeightFormat.PYTORCH),
            Map.entry("pt", WeightFormat.PYTORCH),
            Map.entry("pth", WeightFormat.PYTORCH),
            Map.entry("ckpt", WeightFormat.PYTORCH),
            Map.entry("h5", WeightFormat.TENSORFLOW),
            Map.entry("msgpack", WeightFormat.FLAX),
            Map.entry("ot", WeightFormat.RUST),
            Map.entry("mlmodel", WeightFormat.CORE_ML),
            Map.entry("tflite", WeightFormat.TENSORFLOW_LITE));

    /** The names that libraries look for. */
    private static final Pattern WHOLE = Pattern.compile(
            "(?:diffusion_)?(?:pytorch_)?model\\.safetensors|(?:diffusion_)?pytorch_model\\.bin|consolidated\\.(?:safetensors|pth)"
                    + "|tf_model\\.h5|(?:diffusion_)?flax_model\\.msgpack|rust_model\\.ot|openvino_model\\.bin"
                    + "|model\\.(?:tflite|mlmodel)");

    /** What training left, and the tokenizers of OpenVINO. */
    private static final Pattern NO_WEIGHTS = Pattern.compile(
            "(?:optimizer|scheduler|scaler|rng_state|trainer_state|training_args|imatrix).*|openvino_(?:de)?tokenizer\\..*");

    private static final Pattern NAME = Pattern.compile("(?<stem>.+)\\.(?<ending>[^.]+)", Pattern.DOTALL);

    /** Of all formats that split weights; and of Llama, whose files have a number and no count. */
    private static final Pattern SHARD = Pattern.compile("-\\d{5}-of-(?<count>\\d{5})\\.");

    private static final Pattern CONSOLIDATED = Pattern.compile("consolidated\\.\\d\\d\\.pth");

    /** What owners add as a further copy in the same format. */
    private static final Pattern FURTHER = Pattern.compile("(?:^|/)(?:original/|consolidated[^/]*$)");

    private static final Pattern PRECISION = Pattern.compile(
            "(?<stem>.*[^._-])[._-](?<variant>(?:fp|bf|float|int)(?:8|16|32)(?:_e4m3fn|_e5m2)?|(?<=openvino_model_).+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern CONVERSION =
            Pattern.compile("(?<parent>(?:.*/)?)(?:original|onnx|openvino|tflite|gguf)/", Pattern.DOTALL);

    /** A package of Core ML, which is a folder; those who convert models put the task's folder above. */
    private static final Pattern PACKAGE = Pattern.compile(
            "(?<parent>(?:[^/]+/)*?)coreml/(?:[^/]+/)?(?:(?<variant>float(?:16|32))_)?model\\.mlpackage/.*",
            Pattern.DOTALL);

    private final List<RepoFile> files;
    private final Set<String> paths = new HashSet<>();

    /** By what they are weights of, then by what is the same for the files of one copy. */
    private final Map<String, Map<String, Draft>> drafts = new LinkedHashMap<>();

    private WeightCopies(List<RepoFile> files) {
        this.files = files;
        files.forEach(file -> paths.add(file.path()));
    }

    /**
     * All weights among files, each with its copies. The first of the copies is the one to keep where nothing else decides; the others
     * are copies of it.
     */
    static List<List<WeightCopy>> among(List<RepoFile> files) {
        var copies = new WeightCopies(files);
        copies.addNamed();
        copies.addGraphs();
        copies.addGguf();
        return copies.drafts.values().stream()
                .flatMap(forms -> split(forms.values()))
                .toList();
    }

    /** The graph that a file may hold tensors of, by its name; else the file's own path. */
    private static String graphOf(String path) {
        int end = path.lastIndexOf(".onnx");
        return end < 0 || path.indexOf('/', end) >= 0 ? path : path.substring(0, end + ".onnx".length());
    }

    /** Divides weights of one name into those whose sizes agree with the best copy, and the others, each alone. */
    private static Stream<List<WeightCopy>> split(Collection<Draft> forms) {
        List<WeightCopy> all = forms.stream()
                .filter(Draft::isComplete)
                .map(Draft::copy)
                .sorted(Comparator.comparing(WeightCopy::isQuantized)
                        .thenComparing(copy -> !copy.variant().isEmpty())
                        .thenComparing(WeightCopy::format)
                        .thenComparing(copy ->
                                FURTHER.matcher(copy.files().get(0).path()).find())
                        .thenComparing(copy -> -copy.parts().size())
                        .thenComparing(copy -> -copy.size())
                        .thenComparing(copy -> copy.files().size()))
                .toList();
        if (all.isEmpty()) {
            return Stream.empty();
        }
        Map<Boolean, List<WeightCopy>> plausible =
                all.stream().skip(1).collect(Collectors.partitioningBy(copy -> copy.mayBeCopyOf(all.get(0))));
        var same = new ArrayList<>(List.of(all.get(0)));
        same.addAll(plausible.getOrDefault(true, List.of()));
        return Stream.concat(
                Stream.of(same),
                plausible.getOrDefault(false, List.of()).stream().map(List::of));
    }

    private void addNamed() {
        for (RepoFile file : files) {
            String path = file.path();
            Matcher inPackage = PACKAGE.matcher(path);
            if (inPackage.matches()) {
                String variant = inPackage.group("variant");
                draft(
                                inPackage.group("parent"),
                                "",
                                path.substring(0, path.indexOf(".mlpackage/")),
                                WeightFormat.CORE_ML,
                                variant == null ? "" : variant)
                        .add(file);
                continue;
            }
            int slash = path.lastIndexOf('/') + 1;
            String name = path.substring(slash);
            Matcher parts = NAME.matcher(name);
            boolean isData = !graphOf(path).equals(path) && paths.contains(graphOf(path));
            if (parts.matches() && !isData && !NO_WEIGHTS.matcher(name).matches() && !path.contains(".mlpackage/")) {
                addNamed(file, path.substring(0, slash), name, parts.group("ending"));
            }
        }
    }

    private void addNamed(RepoFile file, String folder, String name, String ending) {
        boolean isGraph = ending.equals("xml") && paths.contains(folder + name.replaceFirst("xml$", "bin"));
        WeightFormat format =
                isGraph || (ending.equals("bin") && paths.contains(folder + name.replaceFirst("bin$", "xml")))
                        ? WeightFormat.OPENVINO
                        : FORMATS.get(ending);
        if (format == null) {
            return;
        }
        String unnumbered =
                CONSOLIDATED.matcher(name).matches() ? "consolidated.pth" : Weights.withoutShardNumber(name);
        String stem = unnumbered.substring(0, unnumbered.lastIndexOf('.'));
        Matcher precise = PRECISION.matcher(stem);
        String variant = precise.matches() ? precise.group("variant") : "";
        String plain = precise.matches() ? precise.group("stem") : stem;
        boolean isWhole =
                WHOLE.matcher(plain + "." + (isGraph ? "bin" : ending)).matches();
        Matcher shard = SHARD.matcher(name);
        int count = shard.find() ? Integer.parseInt(shard.group("count")) : 0;
        // A file model.bin may be of any runtime.
        String known = plain.equals("model") ? plain + "." + ending : plain;
        draft(
                        folder,
                        isWhole ? "" : known,
                        folder + stem + "." + ending.replace("xml", "bin") + "/" + count,
                        format,
                        variant)
                .ofShards(count)
                .add(file);
    }

    /** Graphs of which each is known to be a part of the model are one copy for each variant. */
    private void addGraphs() {
        var byPath = new HashMap<String, Draft>();
        for (GraphFile graph : GraphFile.among(files)) {
            boolean isPart = graph.isWhole() || graph.family().isEmpty();
            Draft draft = draft(
                    graph.folder(),
                    isPart ? "" : graph.part(),
                    graph.folder() + (isPart ? "" : graph.part()) + ".onnx/" + graph.variant(),
                    WeightFormat.ONNX,
                    graph.variant());
            draft.add(graph);
            byPath.put(graph.file().path(), draft);
        }
        for (RepoFile file : files) {
            String graph = graphOf(file.path());
            Draft draft = byPath.get(graph);
            if (draft != null && !graph.equals(file.path())) {
                draft.addData(file, graph);
            }
        }
    }

    /** The only model in GGUF is that of the repository's other weights. */
    private void addGguf() {
        List<GgufModel> models = GgufModel.among(files).stream()
                .filter(model ->
                        !model.isImportanceMatrix() && model.missingPart().isEmpty())
                .toList();
        Set<String> names = models.stream()
                .filter(model -> !model.isProjector())
                .map(GgufModel::unquantized)
                .collect(Collectors.toSet());
        for (GgufModel model : models) {
            String name = model.unquantized();
            String quantization = model.quantization();
            int slash = name.lastIndexOf('/') + 1;
            String folder = name.substring(0, slash);
            boolean isOnly = names.size() == 1 && !model.isProjector() && drafts.containsKey(key(folder, ""));
            Draft draft = draft(
                    folder,
                    isOnly ? "" : name.substring(slash),
                    model.parts().firstEntry().getValue().path(),
                    WeightFormat.GGUF,
                    quantization == null ? "" : quantization);
            model.parts().values().forEach(draft::add);
        }
    }

    private Draft draft(String folder, String weights, String copy, WeightFormat format, String variant) {
        return drafts.computeIfAbsent(key(folder, weights), key -> new LinkedHashMap<>())
                .computeIfAbsent(copy, key -> new Draft(format, variant));
    }

    private static String key(String folder, String weights) {
        Matcher conversion = CONVERSION.matcher(folder);
        return (conversion.matches() ? conversion.group("parent") : folder) + "/" + weights;
    }

    /** A copy while its files are gathered. */
    private static final class Draft {

        private final WeightFormat format;
        private final String variant;
        private final List<RepoFile> files = new ArrayList<>();
        private final Map<String, GraphFile> graphs = new LinkedHashMap<>();
        private final Map<String, Long> sizes = new HashMap<>();
        private int shards;

        Draft(WeightFormat format, String variant) {
            this.format = format;
            this.variant = variant;
        }

        /** @param count how many files it must have; 0 for any number */
        Draft ofShards(int count) {
            shards = count;
            return this;
        }

        void add(RepoFile file) {
            files.add(file);
        }

        void add(GraphFile graph) {
            files.add(graph.file());
            graphs.put(graph.file().path(), graph);
            sizes.put(graph.file().path(), graph.file().contentSize());
        }

        void addData(RepoFile file, String graph) {
            files.add(file);
            sizes.merge(graph, file.contentSize(), ByteCount::plus);
        }

        boolean isComplete() {
            return shards == 0 || shards == files.size();
        }

        WeightCopy copy() {
            List<GraphFile> parts = List.copyOf(graphs.values());
            boolean hasWhole = parts.stream().anyMatch(GraphFile::isWhole);
            boolean hasMerged = parts.stream().anyMatch(GraphFile::isMergedDecoder);
            // A whole model has the tensors of its parts, and a merged decoder those of the others.
            long size = graphs.isEmpty()
                    ? ByteCount.sum(files, RepoFile::contentSize)
                    : ByteCount.sum(
                            parts.stream()
                                    .filter(part -> hasWhole ? part.isWhole() : !hasMerged || !part.isOtherDecoder())
                                    .map(part -> part.file().path())
                                    .toList(),
                            path -> sizes.getOrDefault(path, 0L));
            return new WeightCopy(
                    format,
                    variant,
                    files,
                    size,
                    hasWhole ? Set.of() : parts.stream().map(GraphFile::purpose).collect(Collectors.toSet()));
        }
    }
}
