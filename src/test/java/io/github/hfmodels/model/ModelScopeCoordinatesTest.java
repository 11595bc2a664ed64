package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelScopeCoordinatesTest {

    private static final SourceEndpoints NONE = source -> List.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modelscope://o/n                            | MODEL   | o/n |           |",
                "modelscope://o/n/                           | MODEL   | o/n |           |",
                "modelscope://models/o/n                     | MODEL   | o/n |           |",
                "modelscope://datasets/o/n                   | DATASET | o/n |           |",
                "modelscope://Qwen/Qwen2.5-7B@v1.0           | MODEL   | Qwen/Qwen2.5-7B | v1.0 |",
                "modelscope://o/n@master/config.json         | MODEL   | o/n | master    | config.json",
                "modelscope://o/n/onnx/model.onnx            | MODEL   | o/n |           | onnx/model.onnx",
                "modelscope://datasets/o/n@feature%2Fx/a/b   | DATASET | o/n | feature/x | a/b",
                "modelscope://o/n/folder/file@1.txt          | MODEL   | o/n |           | folder/file@1.txt",
            })
    void uri_isTypeIdRevisionAndPath(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, NONE, type, id, revision, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://modelscope.cn/models/o/n                               | MODEL   | o/n |        |",
                "https://www.modelscope.cn/models/o/n/                          | MODEL   | o/n |        |",
                "https://modelscope.ai/models/o/n?from=x#top                    | MODEL   | o/n |        |",
                "HTTPS://WWW.ModelScope.AI/models/o/n/files                     | MODEL   | o/n |        |",
                "modelscope.cn/models/o/n/summary                               | MODEL   | o/n |        |",
                "www.modelscope.ai/datasets/o/n                                 | DATASET | o/n |        |",
                "https://modelscope.cn/datasets/o/n/files                       | DATASET | o/n |        |",
                "https://modelscope.cn/models/o/n/file/view/master/config.json?status=1 | MODEL | o/n | master | config.json",
                "https://modelscope.cn/models/o/n/file/view/v1/a%20b/c.json     | MODEL   | o/n | v1     | a b/c.json",
                "https://modelscope.cn/models/o/n/resolve/master/x/y.bin        | MODEL   | o/n | master | x/y.bin",
                "https://modelscope.cn/datasets/o/n/resolve/v1/data.csv         | DATASET | o/n | v1     | data.csv",
                "https://modelscope.cn/models/o/n/tree/feature%2Fx              | MODEL   | o/n | feature/x |",
                "https://modelscope.cn/models/o/n/tree/master/onnx/             | MODEL   | o/n | master | onnx",
            })
    void pageOfItsSites_isTypeIdRevisionAndPath(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, NONE, type, id, revision, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ms.test/models/o/n",
                "https://gate.test/modelscope/models/o/n/files",
                "http://localhost:8081/models/o/n",
                "https://modelscope.cn/models/o/n",
            })
    void pageOfAnEndpoint_isOfTheSourceWhoseEndpointItIs(String text) {
        SourceEndpoints endpoints = source -> switch (source) {
            case HUGGING_FACE -> addresses("https://hub.test", "https://gate.test", "http://localhost:8080");
            case MODELSCOPE -> addresses("https://ms.test", "https://gate.test/modelscope", "http://localhost:8081");
        };

        assertParsed(text, endpoints, RepoType.MODEL, "o/n", null, null);
        assertThat(ModelCoordinates.parse("https://gate.test/o/n", endpoints).repo())
                .isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
        assertThat(ModelCoordinates.parse("http://localhost:8080/o/n", endpoints)
                        .repo())
                .isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
    }

    @Test
    void pageOfAnEndpointThatServesBoth_isRefused() {
        SourceEndpoints both = source -> addresses("http://gate.test:8090");

        assertThatThrownBy(() -> ModelCoordinates.parse("http://gate.test:8090/datasets/o/n", both))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(
                        "it may be a page of either source; write hf://owner/name or modelscope://owner/name");
    }

    @Test
    void pageOfAModelAtAnEndpointThatServesBoth_isOfTheSourceThatHasSuchPages() {
        SourceEndpoints both = source -> addresses("http://gate.test:8090/base");

        assertParsed("http://gate.test:8090/base/models/o/n", both, RepoType.MODEL, "o/n", null, null);
        assertThat(ModelCoordinates.parse("http://gate.test:8090/base/o/n", both)
                        .repo())
                .isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
    }

    @Test
    void pageOfAnEndpoint_doesNotNeedTheOtherSourcesToBeRight() {
        SourceEndpoints endpoints = source -> {
            if (source == SourceId.MODELSCOPE) {
                throw new UserException("MODELSCOPE_ENDPOINT is wrong");
            }
            return addresses("https://hub.test");
        };

        assertThat(ModelCoordinates.parse("https://hub.test/o/n", endpoints).repo())
                .isEqualTo(new RepoId(RepoType.MODEL, "o/n"));
        assertThatThrownBy(() -> ModelCoordinates.parse("https://other.test/models/o/n", endpoints))
                .isInstanceOf(UserException.class)
                .hasMessage("MODELSCOPE_ENDPOINT is wrong");
    }

    /** A wrong setting of a source that nobody uses fails nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"o/n", "gpt2@v1", "hf://datasets/o/n", "https://huggingface.co/o/n", "hf.co/o/n"})
    void endpointsOfModelScope_areNotAskedForWhereTheTextIsOfTheHub(String text) {
        SourceEndpoints endpoints = source -> {
            if (source == SourceId.MODELSCOPE) {
                throw new UserException("MODELSCOPE_ENDPOINT is wrong");
            }
            return addresses("https://huggingface.co");
        };

        assertThat(ModelCoordinates.parse(text, endpoints).repo().source()).isEqualTo(SourceId.HUGGING_FACE);
    }

    @Test
    void onlyTextWithoutSchemeOrHost_isPlain() {
        Map.of(
                        "o/n", true,
                        "o/n@v1", true,
                        "hf://o/n", false,
                        "modelscope://o/n", false,
                        "https://huggingface.co/o/n", false,
                        "https://modelscope.cn/models/o/n/files", false)
                .forEach((text, isPlain) -> assertThat(
                                ModelCoordinates.parse(text, NONE).isPlain())
                        .as(text)
                        .isEqualTo(isPlain));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modelscope://                                    | ModelScope's have an owner",
                "modelscope://name                                | ModelScope's have an owner",
                "modelscope://name@v1                             | ModelScope's have an owner",
                "modelscope://datasets                            | names no repository",
                "modelscope://dataset/o/n                         | the type must be plural: datasets",
                "modelscope://spaces/o/n                          | of ModelScope only models and datasets can be fetched",
                "modelscope://studios/o/n                         | studios are neither models, datasets nor spaces",
                "modelscope://o/n@                                | is not a revision",
                "modelscope://o/n@..%2F..                         | is not a revision",
                "modelscope://o/n@%zz                             | percent",
                "modelscope://o/n@a%00b                           | is not a revision",
                "modelscope://o/n/a//b                            | a part of the path is empty",
                "modelscope://../n                                | is not a repository id",
                "modelscope://o%2F/n                              | only letters",
                "https://modelscope.cn                            | it is not the page of a model or a dataset",
                "https://modelscope.cn/o/n                        | it is not the page of a model or a dataset",
                "https://modelscope.cn/studios/o/n                | it is not the page of a model or a dataset",
                "https://modelscope.cn/spaces/o/n                 | it is not the page of a model or a dataset",
                "https://modelscope.cn/api/v1/models/o/n          | it is not the page of a model or a dataset",
                "https://modelscope.cn/models                     | it names no repository",
                "https://modelscope.cn/models/o                   | it names no repository",
                "https://modelscope.cn/models/o/n/feedback        | it is not the page of a repository, a folder or a file",
                "https://modelscope.cn/models/o/n/files/x         | it is not the page of a repository, a folder or a file",
                "https://modelscope.cn/models/o/n/tree            | it is not the page of a repository, a folder or a file",
                "https://modelscope.cn/models/o/n/file/view/master | it is not the page of a repository, a folder or a file",
                "https://modelscope.cn/models/o/n/files?version=v1 | its query names a revision or a file",
                "https://modelscope.cn/models/o/n/file/view/master?fileName=a | its query names a revision or a file",
                "https://modelscope.cn/models/o/n/tree/%2E%2E     | is not a revision",
                "https://modelscope.cn/models/o/n/resolve/v1/a%2F%2Fb | a part of the path is empty",
                "https://modelscope.cn.example.org/models/o/n     | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "https://modelscope.cn@example.org/models/o/n     | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "https://evilmodelscope.cn/models/o/n             | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "datasets/o/n                                     | write hf://datasets/o/n, or modelscope://datasets/o/n",
            })
    void textOfNoForm_isRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> ModelCoordinates.parse(text, NONE))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"modelscope://o/n\u001b[2J", "modelscope://model/o/n\nx", "https://modelscope.cn/\u202ex"})
    void refusedText_isShownWithoutControlCharacters(String text) {
        assertThatThrownBy(() -> ModelCoordinates.parse(text, NONE))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContainingAny("\n", "\u001b", "\u202e");
    }

    private static List<URI> addresses(String... texts) {
        return List.of(texts).stream().map(URI::create).toList();
    }

    private static void assertParsed(
            String text,
            SourceEndpoints endpoints,
            RepoType type,
            String id,
            @Nullable String revision,
            @Nullable String path) {
        ModelCoordinates parsed = ModelCoordinates.parse(text, endpoints);

        assertThat(parsed.repo()).isEqualTo(new RepoId(SourceId.MODELSCOPE, type, id));
        assertThat(parsed.revision()).isEqualTo(revision == null ? null : new Revision(revision));
        assertThat(parsed.path()).isEqualTo(path);
    }
}
