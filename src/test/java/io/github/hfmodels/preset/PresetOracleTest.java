package io.github.hfmodels.preset;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
 * Presets beside the libraries that they are for: tiny models that the libraries make, load from a Hub, and load again with
 * no Hub from what was prefetched. Skipped where Python lacks a library.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresetOracleTest {

    private static final PresetOptions TRANSFORMERS = PresetFixture.options(Preset.TRANSFORMERS);
    private static final PresetOptions SENTENCES = PresetFixture.options(Preset.SENTENCE_TRANSFORMERS);
    private static final PresetOptions PIPELINE = PresetFixture.options(Preset.DIFFUSERS);

    /** Each under the name that the scripts call it by. */
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
            new Model("whisper", classes("WhisperForConditionalGeneration", "WhisperProcessor")),
            new Model("custom", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("custom_elsewhere", PresetFixture.trusting(classes("AutoModel", null))),
            new Model("adapter", classes("AutoPeftModelForCausalLM", "AutoTokenizer"), "peft"),
            new Model("adapter_in_transformers", classes("AutoModelForCausalLM", "AutoTokenizer"), "peft"),
            new Model("sentences", SENTENCES, "sentence_transformers"),
            new Model("sentences_in_folders", SENTENCES, "sentence_transformers"),
            new Model("sentences_without_modules", SENTENCES, "sentence_transformers"),
            new Model("pipeline", PIPELINE, "diffusers"),
            new Model("pipeline_fp16", PresetFixture.variant(PIPELINE, "fp16"), "diffusers"));

    /** What a library downloads and the preset leaves out, with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of();

    /** What the preset fetches and a library does not, with the reason. */
    private static final Map<String, String> ADDED = Map.of();

    private final TestHub hub = TestHub.start();
    private final Map<String, String> missing = new HashMap<>();
    private final List<RecordedRequest> askedOffline = new ArrayList<>();
    private Path folder;
    private Map<String, String> answersOfHub;
    private Map<String, String> answersOfCache;

    /**
     * @param name what its repository is called; those that it needs besides are called so, and more
     * @param library what loads it; null for Transformers
     */
    private record Model(
            String name, PresetOptions options, @Nullable String library) {

        private Model(String name, PresetOptions options) {
            this(name, options, null);
        }

        private boolean owns(String path) {
            return Stream.of("", "_base", "_other").anyMatch(suffix -> path.startsWith(name + suffix + "/"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void loadAll(@TempDir Path forAll) throws IOException {
        folder = forAll;
        Python python = Python.requireLibrary("transformers");
        Path made = Files.createDirectory(folder.resolve("made"));
        python.run(script("make_models.py"), made.toString()).lines().forEach(line -> {
            String[] words = line.split("\t", 3);
            if (words[0].equals("missing")) {
                missing.put(words[1], words[2]);
            }
        });
        publish(made);
        String[] names = MODELS.stream()
                .filter(model -> !missing.containsKey(model.library()))
                .map(Model::name)
                .toArray(String[]::new);

        answersOfHub = load(python, "theirs", "0", names);
        for (Model model : MODELS) {
            if (!missing.containsKey(model.library())) {
                prefetch(model);
            }
        }
        hub.clearRequests();
        answersOfCache = load(python, "ours", "1", names);
        askedOffline.addAll(hub.requests());
    }

    @AfterAll
    void stopHub() {
        hub.close();
    }

    static List<Model> models() {
        return MODELS;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatWasPrefetched_answersOffline_asTheHubsModelDoes(Model model) {
        assumeLoaded(model);

        assertThat(answersOfHub.get(model.name())).startsWith("loaded\t");
        assertThat(answersOfCache.get(model.name())).isEqualTo(answersOfHub.get(model.name()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsPrefetched_isWhatTheLibraryDownloads(Model model) throws IOException {
        assumeLoaded(model);

        Set<String> expected = new TreeSet<>(ofModel(model, cached("theirs")));
        expected.removeAll(LEFT_OUT.keySet());
        expected.addAll(ofModel(model, ADDED.keySet()));
        assertThat(ofModel(model, cached("ours"))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void differences_areStillThere() throws IOException {
        assertThat(cached("theirs")).containsAll(known(LEFT_OUT)).doesNotContainAnyElementsOf(ADDED.keySet());
        assertThat(cached("ours")).containsAll(known(ADDED)).doesNotContainAnyElementsOf(LEFT_OUT.keySet());
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
            TestCommit commit = hub.model("oracle/" + repository.getFileName()).commit("made");
            for (Path file : files(repository)) {
                String path = path(repository, file);
                if (path.matches(".*\\.(json|txt|md|py|jinja|gitattributes|xml)")) {
                    commit.file(path, Content.of(file));
                } else {
                    commit.lfs(path, Content.of(file));
                }
            }
        }
    }

    private Map<String, String> load(Python python, String home, String offline, String... names) {
        Map<String, String> environment = Map.of(
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
        python.run(environment, script("load_models.py"), names).lines().forEach(line -> {
            String[] words = line.split("\t", 2);
            answers.put(words[0], words[1]);
        });
        return answers;
    }

    private void prefetch(Model model) throws IOException {
        take("oracle/" + model.name(), new Choice.Part.Chosen(model.options()));
    }

    private void take(String id, Choice.Part part) throws IOException {
        Path made = folder.resolve("made").resolve(id.substring(id.indexOf('/') + 1));
        var repository = new FolderRepository(made, id);
        for (Path file : files(made)) {
            repository.with(Files.size(file), path(made, file));
        }
        try {
            Choice choice = Presets.choose(part, repository);
            new TestBuild(hub.endpoint(), folder.resolve("ours").resolve("hub"))
                    .ready(id, PresetFixture.paths(choice).toArray(String[]::new));
            for (Choice.Companion companion : choice.companions()) {
                take(companion.repo().id(), companion.part());
            }
        } catch (PresetException e) {
            throw new AssertionError(e);
        }
    }

    /** What a cache has, each path after the name of its repository. */
    private Set<String> cached(String home) throws IOException {
        var paths = new TreeSet<String>();
        for (Path repository : list(folder.resolve(home).resolve("hub"))) {
            if (!Files.isDirectory(repository.resolve("snapshots"))) {
                continue;
            }
            String name = repository.getFileName().toString().replace("models--oracle--", "");
            for (Path snapshot : list(repository.resolve("snapshots"))) {
                files(snapshot).forEach(file -> paths.add(name + "/" + path(snapshot, file)));
            }
        }
        return paths;
    }

    private static Set<String> ofModel(Model model, Set<String> paths) {
        return paths.stream().filter(model::owns).collect(toCollection(TreeSet::new));
    }

    private Set<String> known(Map<String, String> differences) {
        return differences.keySet().stream()
                .filter(path ->
                        MODELS.stream().anyMatch(model -> model.owns(path) && !missing.containsKey(model.library())))
                .collect(toCollection(TreeSet::new));
    }

    private static String path(Path folder, Path file) {
        return Stream.of(folder.relativize(file))
                .map(Path::toString)
                .collect(joining())
                .replace('\\', '/');
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

    private static String script(String name) {
        try (InputStream text = Objects.requireNonNull(PresetOracleTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
