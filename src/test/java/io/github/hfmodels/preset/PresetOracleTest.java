package io.github.hfmodels.preset;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares presets with the libraries that they are for: these make tiny models, load them from a Hub, and load them again offline
 * from what was prefetched. A model is skipped if Python does not have a library that it needs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresetOracleTest {

    private static final PresetOptions TRANSFORMERS = PresetFixture.options(Preset.TRANSFORMERS);
    private static final PresetOptions SENTENCES = PresetFixture.options(Preset.SENTENCE_TRANSFORMERS);
    private static final PresetOptions PIPELINE = PresetFixture.options(Preset.DIFFUSERS);

    /** The models, by the names that the scripts use. */
    private static final List<Model> MODELS = List.of(
            new Model("bert", classes("AutoModel", "AutoTokenizer")),
            new Model("bert_unnamed_classes", TRANSFORMERS),
            new Model("bert_bin", classes("AutoModel", "AutoTokenizer")),
            new Model("bert_fp16", PresetFixture.variant(classes("AutoModel", "AutoTokenizer"), "fp16")),
            new Model("bert_fp16_shards", PresetFixture.variant(classes("AutoModel", "AutoTokenizer"), "fp16")),
            new Model("clip", classes("CLIPModel", "CLIPProcessor")),
            new Model("clip_parts", classes("CLIPModel", "AutoProcessor")),
            new Model("clip_images", classes("CLIPVisionModel", "AutoImageProcessor")),
            new Model("t5", classes("AutoModelForSeq2SeqLM", "AutoTokenizer")),
            new Model("llama_shards", classes("AutoModelForCausalLM", "AutoTokenizer")),
            new Model("chat_templates", classes("AutoModelForCausalLM", "AutoTokenizer")),
            new Model("whisper", classes("WhisperForConditionalGeneration", "WhisperProcessor")),
            new Model("custom", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("custom_elsewhere", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("code_of_tokenizer", PresetFixture.trusting(classes("AutoModel", "AutoTokenizer"))),
            new Model("code_with_files", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("code_of_processor", PresetFixture.trusting(classes("AutoModel", "AutoProcessor"))),
            new Model("code_beside_known", classes("AutoModel", "AutoTokenizer")),
            new Model("code_beside_known_trusted", PresetFixture.trusting(classes("AutoModel", "AutoTokenizer"))),
            new Model("code_of_future", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("code_in_folder", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("code_in_folder_elsewhere", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("oneformer", classes("OneFormerForUniversalSegmentation", "OneFormerProcessor")),
            new Model("rag", classes("RagTokenForGeneration", "RagTokenizer")),
            new Model("rag_tokenizer", PresetFixture.options(Preset.TOKENIZER)),
            new Model("mms", classes("Wav2Vec2ForCTC", "AutoProcessor"), null, List.of("adapter.fra.safetensors")),
            new Model("bark", classes("BarkModel", "AutoProcessor")),
            new Model("dia", classes("DiaForConditionalGeneration", "AutoProcessor")),
            new Model("colbert", SENTENCES, "sentence_transformers"),
            new Model("colbert_itself", classes("AutoModel", "AutoTokenizer")),
            new Model("adapter", classes("AutoPeftModelForCausalLM", "AutoTokenizer"), "peft"),
            new Model("adapter_with_tokenizer", classes("AutoPeftModelForCausalLM", "AutoTokenizer"), "peft"),
            new Model("adapter_in_transformers", classes("AutoModelForCausalLM", "AutoTokenizer"), "peft"),
            new Model("sentences", SENTENCES, "sentence_transformers"),
            new Model("sentences_in_folders", SENTENCES, "sentence_transformers"),
            new Model("sentences_without_modules", SENTENCES, "sentence_transformers"),
            new Model("pipeline", PIPELINE, "diffusers"),
            new Model("pipeline_fp16", PresetFixture.variant(PIPELINE, "fp16"), "diffusers"));

    /** What repositories have besides, and no library opens: each of more than a file that may be taken needlessly. */
    private static final List<String> NOISE = List.of(
            "tf_model.h5",
            "flax_model.msgpack",
            "rust_model.ot",
            "model.gguf",
            "model.ckpt",
            "training_args.bin",
            "optimizer.pt",
            "preview.png",
            "sample.wav",
            "film.mp4",
            "paper.pdf",
            "weights.zip",
            "notebook.ipynb",
            "onnx/model.onnx",
            "onnx/model.onnx_data",
            "openvino/openvino_model.bin",
            "coreml/model.mlpackage/weights.bin",
            "original/consolidated.00.pth",
            "images/large.jpg",
            "runs/events.out.tfevents.1",
            "checkpoint-10/model.safetensors",
            "checkpoint-10/pytorch_model.bin",
            "checkpoint-10/optimizer.pt");

    /** Weights that are a second format, or another precision, where there are those of safetensors. */
    private static final List<String> NOISE_BESIDE_SAFETENSORS = List.of(
            "pytorch_model.bin", "pytorch_model.fp16.bin", "model.fp32.safetensors", "consolidated.safetensors");

    private static final int LARGE = 1_100_000;

    private static final Content NOISE_CONTENT = Content.of(new byte[LARGE]);

    private static final String WEIGHTS = ".*\\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|ot|gguf|onnx|npz)";

    /** Models that answer differently offline, although no file is missing, with the reason. */
    private static final Map<String, String> NOT_OFFLINE = Map.of(
            "chat_templates",
            "offline Transformers looks for templates beside the default one only in a snapshot that huggingface_hub knows"
                    + " no listing of, or that is complete",
            "adapter_with_tokenizer",
            "offline AutoTokenizer wants a config.json, or huggingface_hub's mark that there is none");

    private static final String WHOLE =
            "Sentence Transformers asks huggingface_hub for the whole repository, which offline refuses one of which it knows that files are left out";

    /** Models that offline only load by the path of their snapshot, although no file is missing, with the reason. */
    private static final Map<String, String> BY_PATH = Map.of(
            "word_embeddings",
            WHOLE,
            "word_weights",
            WHOLE,
            "cnn",
            WHOLE,
            "lstm",
            WHOLE,
            "instruct_blip_video",
            "by id and offline Transformers looks for the second tokenizer, which has a folder of its own, at the top, also where the"
                    + " snapshot is complete");

    /** How the names of those repositories end that are data sets. */
    private static final String DATA = "_data";

    /** Not a model, but a case that the script loads like one. */
    private static final String UNTRUSTED = "custom_untrusted";

    private final TestHub hub = TestHub.start();
    private final Map<String, String> missing = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final List<RecordedRequest> askedOffline = new ArrayList<>();
    private final List<Model> models = new ArrayList<>(MODELS);
    private final Map<String, Long> sizes = new HashMap<>();
    private Path folder;
    private Map<String, String> answersOfHub;
    private Map<String, String> answersOfCache;

    /**
     * @param name what its repository is called; those that it needs besides are called so, and more
     * @param library what it needs besides Transformers; null for nothing
     * @param includes what a program asks for that no preset can know
     */
    private record Model(
            String name, PresetOptions options, @Nullable String library, List<String> includes) {

        private Model(String name, PresetOptions options) {
            this(name, options, null);
        }

        private Model(String name, PresetOptions options, @Nullable String library) {
            this(name, options, library, List.of());
        }

        private boolean owns(String path) {
            return Stream.of("", "_base", "_other", DATA).anyMatch(suffix -> path.startsWith(name + suffix + "/"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void loadAll(@TempDir Path forAll) throws IOException {
        folder = forAll;
        Python python = Python.requireLibraries("torch", "transformers", "PIL");
        Path made = Files.createDirectory(folder.resolve("made"));
        python.run(Map.of("PYTHONPATH", scripts()), script("make_models.py"), made.toString())
                .lines()
                .forEach(line -> {
                    String[] words = line.split("\t", 3);
                    if (words[0].equals("missing")) {
                        missing.put(words[1], words[2]);
                    } else if (words[0].equals("row")) {
                        models.add(row(line.split("\t", -1)));
                    }
                });
        publish(made);
        List<String> names = models.stream()
                .filter(model -> !missing.containsKey(model.library()))
                .map(Model::name)
                .toList();
        List<String> ofHub = Stream.concat(names.stream(), Stream.of(UNTRUSTED)).toList();
        CompletableFuture<Map<String, String>> loaded =
                CompletableFuture.supplyAsync(() -> load(python, "theirs", "0", ofHub));
        for (Model model : models) {
            if (!missing.containsKey(model.library())) {
                prefetch(model);
            }
        }
        answersOfHub = loaded.join();
        hub.clearRequests();
        answersOfCache = load(
                python,
                "ours",
                "1",
                names.stream()
                        .map(name -> BY_PATH.containsKey(name) ? name + "\t" + snapshot(name) : name)
                        .toList());
        askedOffline.addAll(hub.requests());
    }

    @AfterAll
    void stopHub() {
        hub.close();
    }

    List<Model> models() {
        return models;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatWasPrefetched_answersOffline_asTheHubsModelDoes(Model model) {
        assumeLoaded(model);

        assertThat(answersOfHub.get(model.name())).startsWith("loaded\t");
        assertThat(failures.get(model.name())).isNull();
        if (NOT_OFFLINE.containsKey(model.name())) {
            assertThat(answersOfCache.get(model.name())).isNotEqualTo(answersOfHub.get(model.name()));
        } else {
            assertThat(answersOfCache.get(model.name())).isEqualTo(answersOfHub.get(model.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void beyondWhatTheLibraryDownloads_noWeightsAndNothingLargeIsPrefetched(Model model) throws IOException {
        assumeLoaded(model);

        Set<String> more = new TreeSet<>(ofModel(model, cached("ours")));
        more.removeAll(cached("theirs"));
        assertThat(more).allSatisfy(path -> {
            assertThat(path).doesNotMatch(WEIGHTS);
            assertThat(sizes.get(path)).as("bytes of " + path).isLessThanOrEqualTo(1_000_000);
        });
    }

    @Test
    void beyondWhatTheLibrariesDownload_modelsAreALittleLarger() throws IOException {
        Set<String> more = new TreeSet<>(cached("ours"));
        more.removeAll(cached("theirs"));
        long bytes = more.stream().mapToLong(sizes::get).sum();
        System.out.println("beyond what the libraries download: " + bytes + " bytes in " + more.size() + " files of "
                + models.size() + " models");
        assertThat(bytes).isLessThan(20_000L * models.size());
    }

    @Test
    void allArchitecturesOfTheTable_areComparedByWhatTheyMakeOfAnInput() {
        List<Model> table = models.subList(MODELS.size(), models.size()).stream()
                .filter(model -> model.options().preset() == Preset.TRANSFORMERS)
                .toList();
        assertThat(table).hasSize(98);
        assertThat(table)
                .filteredOn(model -> !missing.containsKey(model.library()))
                .allSatisfy(model ->
                        assertThat(answersOfHub.get(model.name())).matches("loaded\\t\\w+ of \\w+( and \\w+)*"));
    }

    @Test
    void codeThatIsNotTrusted_isAskedForByTheLibrary() {
        assertThat(answersOfHub.get(UNTRUSTED)).startsWith("failed\t").contains("trust_remote_code=True");
    }

    @Test
    void offline_nobodyIsAsked() {
        assertThat(askedOffline).isEmpty();
    }

    private static PresetOptions classes(@Nullable String modelClass, @Nullable String processorClass) {
        return PresetFixture.classes(TRANSFORMERS, modelClass, processorClass);
    }

    private void assumeLoaded(Model model) {
        assumeTrue(
                !missing.containsKey(model.library()),
                () -> "skipped: cannot import " + model.library() + ": " + missing.get(model.library()));
    }

    private void publish(Path made) throws IOException {
        for (Path repository : list(made)) {
            String id = "oracle/" + repository.getFileName();
            TestCommit commit = (id.endsWith(DATA) ? hub.dataset(id) : hub.model(id)).commit("made");
            for (Path file : files(repository)) {
                String path = path(repository, file);
                sizes.put(repository.getFileName() + "/" + path, Files.size(file));
                if (path.matches(".*\\.(json|txt|md|py|jinja|gitattributes|xml)")) {
                    commit.file(path, Content.of(file));
                } else {
                    commit.lfs(path, Content.of(file));
                }
            }
            addNoise(repository, commit);
        }
    }

    private void addNoise(Path repository, TestCommit commit) {
        var noise = new ArrayList<>(NOISE);
        if (Files.exists(repository.resolve("model.safetensors"))) {
            noise.addAll(NOISE_BESIDE_SAFETENSORS);
        }
        for (String path : noise) {
            if (!Files.exists(repository.resolve(path))) {
                commit.lfs(path, NOISE_CONTENT);
                sizes.put(repository.getFileName() + "/" + path, (long) LARGE);
            }
        }
    }

    /** A model of the tables, from the line that the script prints of it. */
    private static Model row(String[] words) {
        if (words[2].equals("sentence-transformers")) {
            return new Model(words[1], SENTENCES, "sentence_transformers");
        }
        PresetOptions options = classes(words[3], words[4].isEmpty() ? null : words[4]);
        return new Model(
                words[1],
                PresetFixture.variant(options, words[5].isEmpty() ? null : words[5]),
                words[6].isEmpty() ? null : words[6]);
    }

    private Map<String, String> load(Python python, String home, String offline, List<String> names) {
        Map<String, String> environment = Map.of(
                "PYTHONPATH",
                scripts(),
                "HF_HOME",
                folder.resolve(home).toString(),
                "HF_ENDPOINT",
                hub.endpoint(),
                "HF_HUB_OFFLINE",
                offline,
                // Else weights without safetensors are converted by a space of the Hub's.
                "DISABLE_SAFETENSORS_CONVERSION",
                "1");
        var answers = new HashMap<String, String>();
        python.run(environment, script("load_models.py"), names.toArray(String[]::new))
                .lines()
                .forEach(line -> {
                    String[] words = line.split("\t", 2);
                    answers.put(words[0], words[1]);
                });
        return answers;
    }

    private void prefetch(Model model) {
        PrefetchResult result = new TestBuild(
                        hub.endpoint(), folder.resolve("ours").resolve("hub"))
                .modelFor(model.options(), "oracle/" + model.name(), model.includes(), List.of())
                .run();
        result.failures().forEach(failure -> failures.put(model.name(), TestBuild.message(failure)));
    }

    /** The paths of the files in a cache, each after the name of its repository. */
    private Set<String> cached(String home) throws IOException {
        var paths = new TreeSet<String>();
        for (Path repository : list(folder.resolve(home).resolve("hub"))) {
            if (!Files.isDirectory(repository.resolve("snapshots"))) {
                continue;
            }
            String name = repository.getFileName().toString().replaceFirst("^(models|datasets)--oracle--", "");
            for (Path snapshot : list(repository.resolve("snapshots"))) {
                files(snapshot).forEach(file -> paths.add(name + "/" + path(snapshot, file)));
            }
        }
        return paths;
    }

    /** The folder of a prefetched model, of which there is one commit. */
    private Path snapshot(String name) {
        Path snapshots = folder.resolve("ours")
                .resolve("hub")
                .resolve("models--oracle--" + name)
                .resolve("snapshots");
        try {
            return list(snapshots).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ofModel(Model model, Set<String> paths) {
        return paths.stream().filter(model::owns).collect(toCollection(TreeSet::new));
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** The folder of the tables that the scripts import. */
    private static String scripts() {
        try {
            var table = Objects.requireNonNull(PresetOracleTest.class.getResource("architectures.py"));
            return Path.of(table.toURI()).getParent().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script(String name) {
        try (InputStream text = Objects.requireNonNull(PresetOracleTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
