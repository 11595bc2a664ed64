package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.TestEndpoints;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.pom.ModelElement.PresetElements;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRequestsTest {

    private final List<String> warnings = new ArrayList<>();

    private static final URI HUB = URI.create("https://huggingface.co");
    private static final Path BASE = Path.of("project").toAbsolutePath();
    private static final Path OUTPUT = BASE.resolve("target/models");

    @Test
    void text_hasItsDefaults() throws Exception {
        ModelRequest request = one(ModelElement.ofText("models[1]", "owner/name"));

        assertThat(request.repo()).isEqualTo(new RepoId(RepoType.MODEL, "owner/name"));
        assertThat(request.revision()).isEqualTo(Revision.MAIN);
        assertThat(request.selection()).hasToString("all files");
        assertThat(request.alias()).isEqualTo("name");
        assertThat(request.directory()).isNull();
        assertThat(request.optional()).isFalse();
    }

    @Test
    void uri_givesTypeRevisionAndPath() throws Exception {
        ModelRequest request = one(ModelElement.ofText("models[1]", "hf://datasets/squad@refs/convert/parquet/plain"));

        assertThat(request.repo()).isEqualTo(new RepoId(RepoType.DATASET, "squad"));
        assertThat(request.revision()).isEqualTo(new Revision("refs/convert/parquet"));
        assertThat(request.selection()).hasToString("includes [plain, plain/*]");
        assertThat(request.alias()).isEqualTo("squad");
    }

    @Test
    void elements_areTakenOver() throws Exception {
        ModelRequest request = one(new ModelElement(
                "models[1]",
                "o/n",
                "space",
                "v1",
                List.of("a*"),
                List.of("b*"),
                PresetElements.NONE,
                "x.y-z_1",
                "../out",
                "flat",
                "true",
                null,
                null));

        assertThat(request.repo()).isEqualTo(new RepoId(RepoType.SPACE, "o/n"));
        assertThat(request.revision()).isEqualTo(new Revision("v1"));
        assertThat(request.selection()).hasToString("includes [a*], excludes [b*]");
        assertThat(request.alias()).isEqualTo("x.y-z_1");
        assertThat(request.directory()).isEqualTo(BASE.resolveSibling("out"));
        assertThat(request.layout()).isEqualTo(Layout.FLAT);
        assertThat(request.optional()).isTrue();
    }

    @Test
    void typeThatTheIdNamesToo_isNoContradiction() throws Exception {
        assertThat(one(element("hf://datasets/o/n", "dataset", null, null, null))
                        .repo())
                .isEqualTo(new RepoId(RepoType.DATASET, "o/n"));
        assertThat(one(element("o/n", "model", null, null, null)).repo()).isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
    }

    @Test
    void outputDirectory_getsAFolderPerRepository() throws Exception {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);
        List<ModelRequest> made = requests.of(List.of(
                ModelElement.ofText("models[1]", "o/n"),
                ModelElement.ofText("models[2]", "gpt2"),
                element("o/m", null, null, null, "elsewhere")));

        assertThat(made)
                .extracting(ModelRequest::directory)
                .containsExactly(OUTPUT.resolve("o/n"), OUTPUT.resolve("gpt2"), BASE.resolve("elsewhere"));
    }

    @Test
    void oneDirectory_forTwoPartsOfASnapshot_isAllowed() throws Exception {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);

        assertThat(requests.of(List.of(
                        ModelElement.ofText("models[1]", "hf://o/n/onnx"),
                        element("hf://o/n/tokenizer", null, null, "t", null))))
                .hasSize(2);
    }

    @Test
    void sourceThatIsKnown_isWhereTheRepositoryIs() {
        assertThat(one(ofSource("huggingface")).repo()).isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "o/n,                                   modelscope,  -,       MODEL",
                "o/n,                                   modelscope,  dataset, DATASET",
                "modelscope://o/n,                      -,           -,       MODEL",
                "modelscope://o/n,                      modelscope,  -,       MODEL",
                "modelscope://datasets/o/n,             -,           dataset, DATASET",
                "https://modelscope.cn/models/o/n,      -,           -,       MODEL",
                "https://modelscope.cn/datasets/o/n,    modelscope,  -,       DATASET",
            })
    void modelOfModelScope_isAtMasterUnlessARevisionIsNamed(
            String id, @Nullable String source, @Nullable String type, RepoType expected) {
        ModelRequest request = one(element(id, source, type, null));

        assertThat(request.repo()).isEqualTo(new RepoId(SourceId.MODELSCOPE, expected, "o/n"));
        assertThat(request.revision()).isEqualTo(new Revision("master"));
        assertThat(one(element(id, source, type, "v1")).revision()).isEqualTo(new Revision("v1"));
        assertThat(request.alias()).isEqualTo("n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "hf://o/n                         | modelscope  | -     | <id> names a repository of huggingface and <source> is modelscope; expected the same, or <id> as owner/name",
                "https://huggingface.co/o/n       | modelscope  | -     | <id> names a repository of huggingface and <source> is modelscope",
                "modelscope://o/n                 | huggingface | -     | <id> names a repository of modelscope and <source> is huggingface",
                "https://modelscope.cn/models/o/n | huggingface | -     | <id> names a repository of modelscope and <source> is huggingface",
                "o/n                              | modelscope  | space | of ModelScope only models and datasets can be fetched",
                "gpt2                             | modelscope  | -     | ModelScope's have an owner",
                "modelscope://datasets/o/n        | -           | model | <id> names a dataset and <type> a model",
            })
    void modelOfModelScopeThatContradictsItself_isRefused(
            String id, @Nullable String source, @Nullable String type, String reason) {
        assertThatThrownBy(() -> one(element(id, source, type, null)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]: ")
                .hasMessageContaining(reason);
    }

    @Test
    void modelsOfBothSourcesWithOneId_needAnAliasEach() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, null, warnings::add);

        assertThatThrownBy(() -> requests.of(List.of(
                        ModelElement.ofText("models[1]", "o/n"), ModelElement.ofText("models[2]", "modelscope://o/n"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the models o/n@main and modelscope://o/n@master have one alias, 'n'");
    }

    private static ModelElement element(
            String id, @Nullable String source, @Nullable String type, @Nullable String revision) {
        return new ModelElement(
                "models[1]",
                id,
                type,
                revision,
                List.of(),
                List.of(),
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                source,
                null);
    }

    @Test
    void sourceThatIsNotKnown_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> one(ofSource("Hugging Face")))
                .isInstanceOf(UserException.class)
                .hasMessage("models[1]: <source> is 'Hugging Face'; expected huggingface, modelscope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a/b/c          | -       | -  | -     | -    | '/'",
                "o/n@v1         | -       | v2 | -     | -    | the revision is given twice, as 'v1' in <id> and as 'v2' in <revision>",
                "o/n            | -       | .. | -     | -    | '..' is not a revision",
                "o/n            | models  | -  | -     | -    | <type> is 'models'; expected model, dataset, space",
                "o/n            | Dataset | -  | -     | -    | <type> is 'Dataset'; expected model, dataset, space",
                "hf://spaces/o/n| dataset | -  | -     | -    | <id> names a space and <type> a dataset",
                "hf://datasets/o/n | model | - | -     | -    | <id> names a dataset and <type> a model",
                "o/n            | -       | -  | a b   | -    | <alias> is 'a b'; expected letters, digits",
                "o/n            | -       | -  | ä     | -    | <alias> is 'ä'",
                "o/n            | -       | -  | a/b   | -    | <alias> is 'a/b'",
                "o/n            | -       | -  | -     | yes  | <optional> is 'yes'; expected true or false",
                "o/n            | -       | -  | -     | TRUE | <optional> is 'TRUE'; expected true or false",
            })
    void wrongElement_isRefusedWithItsPlaceAndWhatWasExpected(
            String id,
            @Nullable String type,
            @Nullable String revision,
            @Nullable String alias,
            @Nullable String optional,
            String message) {
        ModelElement element = element("models[7]", id, type, revision, alias, null, null, optional);

        assertThatThrownBy(() -> one(element))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[7]: ")
                .hasMessageContaining(message)
                .hasMessageContaining("expected");
    }

    @Test
    void pathAndPatterns_contradictEachOther() {
        var includes = new ModelElement(
                "models[1]",
                "hf://o/n/onnx",
                null,
                null,
                List.of("*"),
                List.of(),
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                null,
                null);
        var excludes = new ModelElement(
                "models[1]",
                "hf://o/n/onnx",
                null,
                null,
                List.of(),
                List.of("*"),
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                null,
                null);

        for (ModelElement element : List.of(includes, excludes)) {
            assertThatThrownBy(() -> one(element))
                    .isInstanceOf(UserException.class)
                    .hasMessage(
                            "models[1]: <id> names the file or folder 'onnx' and there are <includes> or <excludes>;"
                                    + " expected one or the other");
        }
    }

    @Test
    void oneAliasForTwoModels_isRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, null, warnings::add);
        List<ModelElement> elements =
                List.of(ModelElement.ofText("models[1]", "a/x@v1"), ModelElement.ofText("models[2]", "b/x"));

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "the models a/x@v1 and b/x@main have one alias, 'x'; give one of them another with <alias>");
    }

    @Test
    void oneAliasForTwoModelsOfTheCommandLine_isRefusedWithWhatCanBeDoneThere() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, null, warnings::add);
        List<ModelElement> elements = new ModelsReader(text -> null).read(null, "a/x,b/x");

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessage("the models a/x@main and b/x@main have one alias, 'x'; run the goal once for each of them");
    }

    @Test
    void oneDirectoryForTwoModels_isRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);
        List<ModelElement> elements = List.of(
                element("a/x", null, null, null, "target/out"),
                element("a/y", null, null, null, "target/../target/out"));

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the models a/x@main and a/y@main would be laid out in one directory, "
                        + BASE.resolve("target/out"))
                .hasMessageContaining("<directory>");
    }

    @Test
    void twoRevisionsInOneOutputDirectory_areRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);
        List<ModelElement> elements =
                List.of(element("a/x", null, "v1", "one", null), element("a/x", null, "v2", "two", null));

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a/x@v1 and a/x@v2 would be laid out in one directory");
    }

    /** {@code acme} may have a file {@code good/model.onnx}. */
    @Test
    void modelOfOneWordAndAnOwnerOfThatName_inOneOutputDirectory_areRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);
        List<ModelElement> elements =
                List.of(ModelElement.ofText("models[1]", "acme"), ModelElement.ofText("models[2]", "acme/good"));

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the directory of acme/good@main, " + OUTPUT.resolve("acme/good")
                        + ", is within that of acme@main, " + OUTPUT.resolve("acme"));
    }

    @Test
    void modelAndDatasetOfOneName_inOneOutputDirectory_areRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, OUTPUT, warnings::add);
        List<ModelElement> elements =
                List.of(element("a/x", null, null, "one", null), element("a/x", "dataset", null, "two", null));

        assertThatThrownBy(() -> requests.of(elements))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a/x@main and datasets/a/x@main would be laid out in one directory");
    }

    @Test
    void layout_isAsInTheRepositoryUnlessItIsGiven() {
        assertThat(one(element("o/n", null, null, null, "out")).layout()).isEqualTo(Layout.TREE);
        assertThat(one(ModelElement.ofText("models[1]", "o/n")).layout()).isEqualTo(Layout.TREE);
    }

    @ParameterizedTest
    @CsvSource({"o/n, o_n", "gpt2, na_gpt2"})
    void layoutOfJlama_hasAFolderForEachModel(String id, String name) {
        assertThat(one(laidOut(id, "models", "jlama")).directory())
                .isEqualTo(BASE.resolve("models").resolve(name));
    }

    @Test
    void layoutOfJlama_takesSeveralModelsInOneDirectory() {
        List<ModelElement> elements = List.of(laidOut("o/n", "models", "jlama"), laidOut("o/other", "models", "jlama"));

        assertThat(new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, null, warnings::add).of(elements))
                .hasSize(2);
    }

    @Test
    void layoutWithoutADirectory_isRefused() {
        var requests = new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, BASE.resolve("models"), warnings::add);

        assertThatThrownBy(() -> requests.of(List.of(laidOut("o/n", null, "flat"))))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "models[1]: <layout> is 'flat', but there is no <directory> to lay the files out in; expected"
                                + " both, or neither");
    }

    @ParameterizedTest
    @CsvSource({"flatt, flat", "Jlama, jlama", "three, tree"})
    void unknownLayout_isRefusedWithTheClosest(String word, String closest) {
        assertThatThrownBy(() -> one(laidOut("o/n", "out", word)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]: <layout> is '" + word
                        + "'; expected one of these, the closest first: " + closest + ", ");
    }

    @ParameterizedTest
    @CsvSource({
        "o/n, modelscope://owner/name, modelscope://owner/name",
        "o/n, modelscope://owner/name@v1, modelscope://owner/name@v1",
        "hf://datasets/o/n@v1, modelscope://datasets/owner/name, modelscope://datasets/owner/name",
        "modelscope://o/n, hf://owner/name@v1, hf://owner/name@v1",
        "modelscope://o/n, owner/name, hf://owner/name",
        "modelscope://datasets/o/n, hf://datasets/owner/name, hf://datasets/owner/name",
    })
    void alternate_isARepositoryOfAnotherSource(String id, String text, String alternate) throws Exception {
        assertThat(one(withAlternate(id, text)).alternate()).hasToString(alternate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o/n|owner/name|<alternate> is 'owner/name', which is at the source of the model itself; expected the same"
                        + " model elsewhere, such as modelscope://owner/name",
                "o/n|hf://owner/name|<alternate> is 'hf://owner/name', which is at the source of the model itself; expected"
                        + " the same model elsewhere, such as modelscope://owner/name",
                "modelscope://o/n|modelscope://owner/name|<alternate> is 'modelscope://owner/name', which is at the source"
                        + " of the model itself; expected the same model elsewhere, such as hf://owner/name",
                "o/n|modelscope://owner/name@v1/onnx|<alternate> names the file or folder 'onnx'; expected the same model"
                        + " elsewhere, such as modelscope://owner/name",
                "hf://datasets/o/n|modelscope://owner/name|<alternate> names a model and <id> a dataset; expected the same"
                        + " model elsewhere, such as modelscope://datasets/owner/name",
            })
    void wrongAlternate_isRefused(String id, String text, String message) {
        assertThatThrownBy(() -> one(withAlternate(id, text)))
                .isInstanceOf(UserException.class)
                .hasMessage("models[1]: " + message);
    }

    @Test
    void malformedAlternate_isRefused() {
        assertThatThrownBy(() -> one(withAlternate("o/n", "modelscope://name")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]: <alternate>: ");
    }

    @Test
    void withoutAnAlternate_thereIsNone() throws Exception {
        assertThat(one(ModelElement.ofText("models[1]", "o/n")).alternate()).isNull();
    }

    private static ModelElement withAlternate(String id, String alternate) {
        return new ModelElement(
                "models[1]",
                id,
                null,
                null,
                List.of(),
                List.of(),
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                null,
                alternate);
    }

    private static ModelElement ofSource(String source) {
        return new ModelElement(
                "models[1]",
                "o/n",
                null,
                null,
                List.of(),
                List.of(),
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                source,
                null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**/*.json            | *.json                                       | */*.json",
                "**/config.json       | config.json and */config.json                | */config.json",
                "onnx/**/*.onnx       | onnx/*.onnx                                  | onnx/*/*.onnx",
                "**/onnx/**/m.onnx    | onnx/m.onnx and */onnx/m.onnx and onnx/*/m.onnx and */onnx/*/m.onnx | */onnx/*/m.onnx",
                "**/**/*.json         | *.json                                       | */*/*.json",
            })
    void patternThatMissesTheTop_isWarnedOfWithTheOneThatIsMeant(String pattern, String meant, String asIs) {
        String warning =
                "models[1] (o/n): the pattern " + pattern + " misses files at the top, since patterns are those of"
                        + " huggingface_hub, in which a * matches slashes, too; write " + meant + ", or " + asIs
                        + " if they are not meant";

        one(withPatterns(List.of(pattern), List.of()));
        one(withPatterns(List.of("*.json"), List.of(pattern)));

        assertThat(warnings).containsExactly(warning, warning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.json", "*/*.json", "onnx/*", "onnx/**", "**", "**.json", "onnx/", "**/"})
    void patternThatMeansWhatItSays_isNotWarnedOf(String pattern) {
        one(withPatterns(List.of(pattern), List.of(pattern)));

        assertThat(warnings).isEmpty();
    }

    private static ModelElement withPatterns(List<String> includes, List<String> excludes) {
        return new ModelElement(
                "models[1]",
                "o/n",
                null,
                null,
                includes,
                excludes,
                PresetElements.NONE,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ModelElement element(
            String id,
            @Nullable String type,
            @Nullable String revision,
            @Nullable String alias,
            @Nullable String directory) {
        return element("models[1]", id, type, revision, alias, directory, null, null);
    }

    private static ModelElement laidOut(String id, @Nullable String directory, String layout) {
        return element("models[1]", id, null, null, null, directory, layout, null);
    }

    private static ModelElement element(
            String place,
            String id,
            @Nullable String type,
            @Nullable String revision,
            @Nullable String alias,
            @Nullable String directory,
            @Nullable String layout,
            @Nullable String optional) {
        return new ModelElement(
                place,
                id,
                type,
                revision,
                List.of(),
                List.of(),
                PresetElements.NONE,
                alias,
                directory,
                layout,
                optional,
                null,
                null);
    }

    private ModelRequest one(ModelElement element) throws UserException {
        return new ModelRequests(TestEndpoints.ofHub(HUB), BASE::resolve, null, warnings::add)
                .of(List.of(element))
                .get(0);
    }
}
