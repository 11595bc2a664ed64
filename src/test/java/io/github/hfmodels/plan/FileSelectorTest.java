package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSelectorTest {

    private static final Part SAFETENSORS =
            new Part.ByPreset(new PresetOptions(Preset.SAFETENSORS, null, null, null, false));

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void everything_isEveryFile() throws IOException {
        assertThat(select(model()).files()).containsExactly(fixture.config, fixture.weights);
    }

    @Test
    void patterns_selectWhatMatches() throws IOException {
        SelectedFiles selected = select(model("*.json"));

        assertThat(selected.files()).containsExactly(fixture.config);
        assertThat(selected.rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${env.HF_TOKEN}.onnx",
                "a/x-${settings.servers[0].password}/model.onnx",
                "@{env.HF_TOKEN}",
                "@env.HF_TOKEN@.onnx",
                "@settings.servers[0].password@.onnx"
            })
    void nameThatMavenWouldEvaluate_isRefused(String path) {
        RepoFile file = fixture.source.file(path, "1");
        var listing = new Listing(FIRST, List.of(fixture.config, file));

        assertThatThrownBy(() -> select(model(), listing))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice()).isEqualTo(Advice.to(Action.EXCLUDE_FILE)))
                .hasMessage(
                        "the file '" + path + "' is refused, since Maven would take a part of its name for a property");
    }

    @Test
    void nameThatMavenWouldEvaluate_isNoHarmWhereItIsNotWanted() throws IOException {
        RepoFile file = fixture.source.file("${env.HF_TOKEN}.onnx", "1");

        assertThat(select(model("*.json"), new Listing(FIRST, List.of(fixture.config, file)))
                        .files())
                .containsExactly(fixture.config);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m -XX:OnError=x .gguf",
                "a/m -XX:OnOutOfMemoryError=\"touch x\" -Xmx2m.gguf",
                "m\" \"-Dx=y.gguf",
                "m @options.gguf",
                "m --add-opens=x.gguf"
            })
    void onlyFileWhoseNameHasAnOption_isRefused(String path) throws IOException {
        RepoFile file = fixture.source.file(path, "1");
        var alone = new Listing(FIRST, List.of(file));

        assertThatThrownBy(() -> select(model(), alone))
                .isInstanceOf(UserException.class)
                .hasMessage("the file '" + path
                        + "' is refused, since a program that is given its path would take a part of it for an option");
        var withAnother = new Listing(FIRST, List.of(fixture.config, file));
        assertThat(select(model(), withAnother).files()).containsExactly(fixture.config, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"My Model-Q4.gguf", "a - b.gguf", "a b/-c.gguf", "a @ b", "-m.gguf"})
    void onlyFileWhoseNameHasBlanksOrDashes_isFine(String path) throws IOException {
        RepoFile file = fixture.source.file(path, "1");

        assertThat(select(model(), new Listing(FIRST, List.of(file))).files()).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$HOME {x} $.onnx", "icon@2x.png", "a@b/c@d", "{{name}}", "#{a}"})
    void nameThatOnlyLooksLikeAReference_isFine(String path) throws IOException {
        RepoFile file = fixture.source.file(path, "1");

        assertThat(select(model(), new Listing(FIRST, List.of(file))).files()).containsExactly(file);
    }

    @Test
    void nothingSelected_namesWhatThereIs() {
        assertThatThrownBy(() -> select(model("*.gguf")))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice()).isEqualTo(Advice.NONE))
                .hasMessage("no file matches includes [*.gguf]; the repository holds config.json, model.bin");
    }

    @Test
    void nothingSelectedWhereTheRevisionMayHaveMoved_advisesToLookItUp() {
        assertThatThrownBy(() -> new FileSelector(fixture.cache, fixture.access(), fixture.metadata())
                        .select(model("*.gguf"), fixture.listing, true))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice()).isEqualTo(Advice.to(Action.LOOK_UP_AGAIN)))
                .hasMessageEndingWith(" model.bin at commit " + FIRST);
    }

    @Test
    void includeThatMatchesNothing_isNamedWithTheClosest() {
        assertThatThrownBy(() -> select(model("*.bin", "confg.json")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(
                        "no file matches the include confg.json; the closest that the repository holds are config.json");
    }

    @Test
    void preset_readsTheFilesThatDecide() throws IOException {
        SelectedFiles selected = select(byPreset(), sharded());

        assertThat(selected.files())
                .extracting(RepoFile::path)
                .containsExactlyInAnyOrder("config.json", "model.safetensors.index.json", "a.safetensors");
        assertThat(selected.rules()).containsKey("a.safetensors");
        assertThat(fixture.source.asked())
                .contains("model.safetensors.index.json")
                .doesNotContain("a.safetensors");
    }

    @Test
    void preset_patternsAddAndTakeAway() throws IOException {
        var model = model(REPO, Revision.MAIN, Selection.of(SAFETENSORS, List.of("*.bin"), List.of("config.json")));

        assertThat(select(model, sharded()).files())
                .extracting(RepoFile::path)
                .contains("model.bin", "a.safetensors")
                .doesNotContain("config.json");
    }

    @Test
    void fileThatDecidesAndCannotBeHad_isTheSourcesFailure() {
        fixture.source.fail("model.safetensors.index.json", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> select(byPreset(), sharded())).isInstanceOf(SourceException.class);
    }

    @Test
    void notCached_namesTheFirstFiles() {
        List<RepoFile> files = List.of("a", "b", "c", "d", "e").stream()
                .map(path -> fixture.source.file(path, path))
                .toList();

        UserException mistake = FileSelector.notCached(files);

        assertThat(mistake).hasMessage("the cache lacks a, b, c and 2 more, and the build is offline");
        assertThat(mistake.advice()).isEqualTo(Advice.to(Action.GO_ONLINE));
    }

    private SelectedFiles select(ModelRequest model) throws IOException {
        return select(model, fixture.listing);
    }

    private SelectedFiles select(ModelRequest model, Listing listing) throws IOException {
        try (FileAccess access = fixture.access()) {
            return new FileSelector(fixture.cache, access, fixture.metadata()).select(model, listing, false);
        }
    }

    private static ModelRequest byPreset() {
        return model(REPO, Revision.MAIN, Selection.of(SAFETENSORS));
    }

    /** Weights in parts, of which the index names one. */
    private Listing sharded() {
        return new Listing(
                FIRST,
                List.of(
                        fixture.source.lfs("a.safetensors", "a"),
                        fixture.source.lfs("old.safetensors", "b"),
                        fixture.config,
                        fixture.weights,
                        fixture.source.file(
                                "model.safetensors.index.json", "{\"weight_map\": {\"w\": \"a.safetensors\"}}")));
    }

    @Test
    void filesThatWouldHaveToBeRead_areNotWithoutEnd() {
        var files = new ArrayList<RepoFile>();
        for (int i = 0; i <= 1_000; i++) {
            files.add(fixture.source.file("tokenizer" + i + "/tokenizer_config.json", "{}"));
        }
        var part = new Part.ByPreset(new PresetOptions(Preset.TOKENIZER, null, null, null, false));
        ModelRequest model = model(REPO, Revision.MAIN, Selection.of(part));

        assertThatThrownBy(() -> new FileSelector(fixture.cache, fixture.access(), fixture.metadata())
                        .select(model, new Listing(FIRST, files), false))
                .isInstanceOf(UserException.class)
                .hasMessage("more than 1000 of its files would have to be read to choose among them");
    }

    @Test
    void aWarningOfAPreset_isLoggedOnce_forAModelThatIsPlannedTwice() throws Exception {
        var listing = new Listing(
                FIRST,
                List.of(
                        fixture.source.file("config.json", "{\"auto_map\": {\"AutoModel\": \"code.Model\"}}"),
                        fixture.source.lfs("model.safetensors", "w")));
        var part = new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, null, null, null, false));
        ModelRequest model = model(REPO, Revision.MAIN, Selection.of(part));
        var selector = new FileSelector(fixture.cache, fixture.access(), fixture.metadata());

        try (var log = new CapturedLog()) {
            selector.select(model, listing, false);
            selector.select(model, listing, false);

            assertThat(log.text().lines().filter(line -> line.contains("Python code of its own")))
                    .singleElement()
                    .asString()
                    .contains(model.toString());
        }
    }
}
