package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.python.Python;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCoordinatesTest {

    private static final URI HUB = URI.create("https://huggingface.co");
    private static final URI MIRROR = URI.create("https://hub.example.org:8443/repo/hf");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai/clip-vit-base-patch32 | MODEL | openai/clip-vit-base-patch32 | |",
                "gpt2                         | MODEL | gpt2       |             |",
                "gpt2@v1.0                    | MODEL | gpt2       | v1.0        |",
                "owner/name@main              | MODEL | owner/name | main        |",
                "owner/name@refs/pr/1         | MODEL | owner/name | refs/pr/1   |",
                "owner/name@feature/x         | MODEL | owner/name | feature/x   |",
                "owner/name@100%              | MODEL | owner/name | 100%        |",
                "owner/name@a%2Fb             | MODEL | owner/name | a%2Fb       |",
            })
    void plainText_isIdAndRevision(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, HUB, type, id, revision, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://model_hub:8080", "http://[::1]:8080", "http://MODEL_HUB"})
    void pagesOfAnEndpoint_areUnderstoodWhateverItsHostIsCalled(String endpoint) {
        assertThat(ModelCoordinates.parse(endpoint.toLowerCase() + "/owner/name", TestEndpoints.ofHub(URI.create(endpoint)))
                        .repo()
                        .id())
                .isEqualTo("owner/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hf://owner/name                               | MODEL   | owner/name |                      |",
                "hf://owner/name/                              | MODEL   | owner/name |                      |",
                "hf://models/owner/name                        | MODEL   | owner/name |                      |",
                "hf://gpt2                                     | MODEL   | gpt2       |                      |",
                "hf://gpt2@main/config.json                    | MODEL   | gpt2       | main                 | config.json",
                "hf://datasets/squad                           | DATASET | squad      |                      |",
                "hf://datasets/squad@refs/convert/parquet      | DATASET | squad      | refs/convert/parquet |",
                "hf://datasets/o/n@refs/convert/parquet-v2/a/b | DATASET | o/n        | refs/convert/parquet-v2 | a/b",
                "hf://datasets/o/n@main/data/train.csv         | DATASET | o/n        | main                 | data/train.csv",
                "hf://spaces/o/n/app.py                        | SPACE   | o/n        |                      | app.py",
                "hf://o/n@refs/pr/12/config.json               | MODEL   | o/n        | refs/pr/12           | config.json",
                "hf://o/n@feature%2Fx/onnx/model.onnx          | MODEL   | o/n        | feature/x            | onnx/model.onnx",
                "hf://o/n@a+b                                  | MODEL   | o/n        | a+b                  |",
                "hf://o/n@a%2520b/x%2520y                     | MODEL   | o/n        | a%20b                | x%2520y",
                "hf://o/n@a%2Bb                                | MODEL   | o/n        | a+b                  |",
                "hf://o/n/folder/file@1.txt                    | MODEL   | o/n        |                      | folder/file@1.txt",
                "hf://o/n@v1/folder/file@1.txt                 | MODEL   | o/n        | v1                   | folder/file@1.txt",
                "hf://o/n/a%20b                                | MODEL   | o/n        |                      | a%20b",
            })
    void hubUri_isTypeIdRevisionAndPath(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, HUB, type, id, revision, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://huggingface.co/o/n                                 | MODEL   | o/n  |           |",
                "https://huggingface.co/o/n/                                | MODEL   | o/n  |           |",
                "https://huggingface.co/o/n/tree                            | MODEL   | o/n  |           |",
                "http://huggingface.co/o/n?library=x#usage                  | MODEL   | o/n  |           |",
                "HTTPS://HuggingFace.CO/o/n                                 | MODEL   | o/n  |           |",
                "huggingface.co/o/n                                         | MODEL   | o/n  |           |",
                "HF.co/o/n                                                  | MODEL   | o/n  |           |",
                "hf.co/gpt2                                                 | MODEL   | gpt2 |           |",
                "https://huggingface.co/gpt2/tree/main                      | MODEL   | gpt2 | main      |",
                "https://huggingface.co/gpt2/blob/main/config.json          | MODEL   | gpt2 | main      | config.json",
                "https://huggingface.co/datasets/o/n/blob/main/a%20b.csv    | DATASET | o/n  | main      | a b.csv",
                "https://huggingface.co/datasets/squad                      | DATASET | squad |          |",
                "https://huggingface.co/spaces/o/n/raw/v1/app.py            | SPACE   | o/n  | v1        | app.py",
                "https://huggingface.co/o/n/resolve/v1/x/y?download=true    | MODEL   | o/n  | v1        | x/y",
                "https://huggingface.co/o/n/blame/refs%2Fpr%2F1/x           | MODEL   | o/n  | refs/pr/1 | x",
                "https://huggingface.co/o/n/tree/refs/pr/1/x                | MODEL   | o/n  | refs/pr/1 | x",
                "https://huggingface.co/o/n/tree/feature%2Fx                | MODEL   | o/n  | feature/x |",
                "https://huggingface.co/o/n/blob/main/x+y%2B%26             | MODEL   | o/n  | main      | x+y+&",
                "https://huggingface.co/o/n/blob/main/d%C3%BCr              | MODEL   | o/n  | main      | dür",
                "https://huggingface.co/o/n/tree/a%2520b                    | MODEL   | o/n  | a%20b     |",
                "https://huggingface.co/o/n/tree/a%252Fb/x                  | MODEL   | o/n  | a%2Fb     | x",
                "https://huggingface.co/o/n/tree/100%25                     | MODEL   | o/n  | 100%      |",
                "https://huggingface.co/o/n/tree/a+b%2Bc                    | MODEL   | o/n  | a+b+c     |",
                "https://huggingface.co/o/n/blob/main/a%2520b%252Fc         | MODEL   | o/n  | main      | a%20b%2Fc",
                "https://huggingface.co/o/n/blob/main/a%2Fb                 | MODEL   | o/n  | main      | a/b",
            })
    void pageOfTheHub_isTypeIdRevisionAndPath(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, HUB, type, id, revision, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://hub.example.org:8443/repo/hf/o/n                       | MODEL   | o/n |      |",
                "https://hub.example.org:8443/repo/hf/datasets/o/n/tree/main/x  | DATASET | o/n | main | x",
                "https://huggingface.co/o/n                                     | MODEL   | o/n |      |",
            })
    void pageOfTheMirrorInUse_isUnderstoodToo(
            String text, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        assertParsed(text, MIRROR, type, id, revision, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | it is empty",
                "datasets/squad                            | begins with a repository type; write hf://datasets/squad",
                "models/x                                  | begins with a repository type",
                "a/b/c                                     | more than one '/'",
                "owner/name@                               | is not a revision",
                "@main                                     | a part of it is empty",
                "owner name                                | only letters",
                "hf://                                     | a part of it is empty",
                "hf://dataset/o/n                          | the type must be plural: datasets",
                "hf://model/o/n                            | the type must be plural: models",
                "hf://o/n@                                 | is not a revision",
                "hf://o/n@/x                               | is not a revision",
                "hf://o/n/a//b                             | a part of the path is empty",
                "hf://o/n@v1//b                            | a part of the path is empty",
                "hf://o/n@100%                             | percent",
                "hf://o/n@%zz                             | a percent sign in it is not followed by two hexadecimal digits",
                "hf://o/n@%+1                             | percent",
                "hf://o/n@%\u0664\u0661                     | percent",
                "hf://o/n@a%FFb                           | not UTF-8",
                "hf://kernels/o/n                          | neither models, datasets nor spaces",
                "hf://buckets/o/n/x                        | neither models, datasets nor spaces",
                "hf://datasets                             | names no repository",
                "hf://models                               | names no repository",
                "https://huggingface.co                    | it names no repository",
                "https://huggingface.co/                   | it names no repository",
                "https://huggingface.co/datasets           | it names no repository",
                "https://huggingface.co/kernels/o/n        | neither models, datasets nor spaces",
                "https://huggingface.co/o/n/commits/main   | it is not the page of a repository",
                "https://huggingface.co/o/n/discussions    | it is not the page of a repository",
                "https://example.org/o/n                   | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "https://huggingface.co.example.org/o/n    | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "https://huggingface.co@example.org/o/n    | its host is not huggingface.co, modelscope.cn or that of an endpoint",
                "https://huggingface.co/o/n/blob/main/%zz  | it is not a web address",
                "https://huggingface.co/o/n/blob/main/%FF  | not UTF-8",
                "https://huggingface.co/o/n/tree/a%2F..    | is not a revision",
                "https://huggingface.co/o/n/blob/main/a%2F%2Fb | a part of the path is empty",
                "https://huggingface.co/o/n@v1/tree/main   | only letters",
                "https:///o/n                              | is not a model",
            })
    void textOfNoForm_isRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> ModelCoordinates.parse(text, TestEndpoints.ofHub(HUB)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://hub.example.org/o/n\u001b[2J", "hf://dataset/o/n\nx", "a/b\nc"})
    void refusedText_isShownWithoutControlCharacters(String text) {
        assertThatThrownBy(() -> ModelCoordinates.parse(text, TestEndpoints.ofHub(HUB)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContainingAny("\n", "\u001b");
    }

    /**
     * Where both accept a text, both mean the same. Known differences, left out: one-word ids, which only we accept, and
     * with them a name that is also a route ({@code /gpt2/tree/main}); a special ref that goes on ({@code refs/pr/1x}),
     * which Python cuts in two; in pages, what is encoded twice, which Python also decodes twice, and encoded slashes of paths,
     * which it leaves encoded.
     */
    @Test
    void addresses_areUnderstoodAsByHuggingfaceHub(@TempDir Path folder) throws Exception {
        Python python = Python.requireHuggingfaceHub();
        List<String> texts = randomAddresses();
        Path file = folder.resolve("texts.json");
        var json = new ObjectMapper();
        json.writeValue(file.toFile(), texts);

        String printed = python.run("""
                import json, sys
                from huggingface_hub.utils._hf_uris import parse_hf_uri
                def parse(text):
                    try:
                        uri = parse_hf_uri(text, endpoint="https://hub.example.org:8443/repo/hf")
                        return [uri.type, uri.id, uri.revision or "", uri.path_in_repo]
                    except ValueError:
                        return None
                print(json.dumps([parse(text) for text in json.load(open(sys.argv[1]))]))
                """, file.toString());

        List<@Nullable List<String>> theirs = json.readValue(printed, new TypeReference<>() {});
        int compared = 0;
        for (int i = 0; i < texts.size(); i++) {
            List<String> their = theirs.get(i);
            List<String> our = parsed(texts.get(i));
            if (their != null
                    && our != null
                    && !isDecodedOtherwise(texts.get(i))
                    && !their.get(1).matches("\\w+/(?:blame|blob|raw|resolve|tree)")) {
                assertThat(our).as(texts.get(i)).isEqualTo(their);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static List<String> randomAddresses() {
        var random = new Random(20261122);
        List<String> starts = List.of(
                "hf://",
                "hf://",
                "hf://",
                "https://huggingface.co/",
                "http://hf.co/",
                "huggingface.co/",
                "HF.co/",
                "https://hub.example.org:8443/repo/hf/",
                "https://hub.example.org/",
                "https://other.example.org/");
        List<String> types = List.of(
                "", "", "", "models/", "datasets/", "spaces/", "model/", "dataset/", "kernels/", "buckets/", "/");
        List<String> ids = List.of("o/n", "owner/na.me-1_x", "o/n/", "o", "o/-n", "o//n", "o/n--m");
        List<String> revisions = List.of(
                "main",
                "v1.0",
                "refs/pr/1",
                "refs%2Fpr%2F1",
                "refs/pr/12",
                "refs/pr/x",
                "refs/convert/parquet",
                "refs/convert/p-v.2",
                "refs%2Fconvert%2Fparquet",
                "a%2Fb",
                "a%252Fb",
                "a+b",
                "d%C3%BCr",
                "",
                "@x");
        List<String> paths = List.of(
                "", "", "/", "/x", "/x/y.bin", "/a%20b", "/a@1.txt", "/x//y", "/a%2Fb", "/d%C3%BCr", "/x/", "//");
        List<String> routes =
                List.of("/blob/", "/tree/", "/resolve/", "/raw/", "/blame/", "/commits/", "/tree", "//blob//");
        List<String> ends = List.of("", "", "", "?download=true", "#top", "?a=b/c#d/e");
        var addresses = new ArrayList<String>();
        for (int i = 0; i < 8_000; i++) {
            String start = pick(starts, random);
            boolean page = !start.equals("hf://");
            String revision =
                    random.nextInt(4) == 0 ? "" : (page ? pick(routes, random) : "@") + pick(revisions, random);
            addresses.add(start
                    + pick(types, random)
                    + pick(ids, random)
                    + revision
                    + pick(paths, random)
                    + (page ? pick(ends, random) : ""));
        }
        return addresses;
    }

    private static boolean isDecodedOtherwise(String text) {
        return !text.startsWith("hf://")
                && (text.contains("%25") || text.matches(".*/(?:blob|tree|resolve|raw|blame)/.*/a%2Fb.*"));
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static @Nullable List<String> parsed(String text) {
        try {
            ModelCoordinates parsed = ModelCoordinates.parse(text, TestEndpoints.ofHub(MIRROR));
            Revision revision = parsed.revision();
            String path = parsed.path();
            return List.of(
                    parsed.repo().type().word(),
                    parsed.repo().id(),
                    revision == null ? "" : revision.name(),
                    path == null ? "" : path);
        } catch (InvalidValueException e) {
            assertThat(e.getMessage()).as(text).containsAnyOf("expected", "write hf://");
            return null;
        }
    }

    private static void assertParsed(
            String text, URI endpoint, RepoType type, String id, @Nullable String revision, @Nullable String path) {
        ModelCoordinates parsed = ModelCoordinates.parse(text, TestEndpoints.ofHub(endpoint));

        assertThat(parsed.repo()).isEqualTo(new RepoId(type, id));
        assertThat(parsed.revision()).isEqualTo(revision == null ? null : new Revision(revision));
        assertThat(parsed.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example.org/hf/owner/name",
                "https://a.example.org/hf/proxy/owner/name",
                "https://b.example.org/owner/name",
                "https://huggingface.co/owner/name",
            })
    void page_ofAnyEndpoint_isAccepted(String page) {
        List<URI> endpoints = Stream.of(
                        "file:///hf",
                        "https://a.example.org/hf",
                        "https://a.example.org/hf/proxy",
                        "https://b.example.org")
                .map(URI::create)
                .toList();

        assertThat(ModelCoordinates.parse(page, TestEndpoints.ofHub(endpoints)).repo()).hasToString("owner/name");
    }
}
