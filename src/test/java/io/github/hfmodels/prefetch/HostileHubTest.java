package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestCertificate;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: hubs, mirrors and proxies that answer what they should not: nothing wrong may ever become visible. */
class HostileHubTest {

    private static final Content FOUR = Content.of("four");

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../x|it contains '..'",
                "a/../../x|it contains '..'",
                "/x|it is absolute",
                "a\\..\\b|it contains '..'",
                "\\x|it is absolute on Windows",
                "C:\\x|it is absolute on Windows",
                "C:x|it is absolute on Windows",
                "a//b|a part of it is empty",
                "a/./b|a part of it is empty",
                "a/|a part of it is empty",
            })
    void aPathThatLeadsOutOfTheRepositoryIsRefused(String path, String why) throws IOException {
        repository.commit("first").file("good", "g").raw(path, FOUR.gitSha1(), 4, null, FOUR);

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message())
                .isEqualTo("org/name@main: the listing names a file '" + path + "' that is refused: " + why
                        + "; ask the repository's owner to rename it");
        assertNothingVisible();
    }

    @Test
    void aPathWithANulIsRefused() throws IOException {
        repository.commit("first").raw("a\0b", FOUR.gitSha1(), 4, null, FOUR);

        assertThat(build().fails("org/name").message())
                .contains("'a\\u0000b' that is refused: it contains a NUL character");
        assertNothingVisible();
    }

    @Test
    void aNameOfFiveThousandCharactersIsRefusedInOneLine() throws IOException {
        repository.commit("first").raw("x".repeat(5_000), FOUR.gitSha1(), 4, null, FOUR);

        assertThat(build().fails("org/name").message())
                .contains("is refused: it is longer than")
                .hasSizeLessThan(300);
        assertNothingVisible();
    }

    @Test
    void aNameThatNoFileSystemTakesIsRefused() throws IOException {
        repository.commit("first").raw("é".repeat(128), FOUR.gitSha1(), 4, null, FOUR);

        assertThat(build().fails("org/name").message()).contains("a part of it is longer than 255 bytes");
        assertNothingVisible();
    }

    @Test
    void aBadPathThatIsNotSelectedDoesNoHarm() {
        repository.commit("first").file("good", "g").raw("../x", FOUR.gitSha1(), 4, null, FOUR);

        assertThat(build().ready("org/name", "good").path().resolve("good")).hasContent("g");
        assertThat(folder.resolve("cache/models--org--name/snapshots/x")).doesNotExist();
    }

    @Test
    void namesThatDifferInCaseAreTwoFilesWhereTheFileSystemSaysSo() {
        repository.commit("first").file("README", "1").file("readme", "2");

        PrefetchedModel model = build().ready("org/name");

        assertThat(model.path().resolve("README")).hasContent("1");
        assertThat(model.path().resolve("readme")).hasContent("2");
    }

    @Test
    void aPathListedTwiceIsRefused() throws IOException {
        repository.commit("first").file("a", "1").raw("a", FOUR.gitSha1(), 4, null, FOUR);

        assertThat(build().fails("org/name").message()).contains("names 'a' twice");
        assertNothingVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "not-a-hash", "ABCDEF0123456789ABCDEF0123456789ABCDEF01", "0/1"})
    void anEtagThatIsNoHashIsRefused(String etag) throws IOException {
        repository.commit("first").raw("a", etag, 4, null, FOUR);

        assertThat(build().fails("org/name").message()).contains("'a': '" + etag + "' is not a hash of 40 hexadecimal");
        assertNothingVisible();
    }

    @Test
    void aHashThatIsEmptyIsAskedForAndThenRefused() throws IOException {
        repository.commit("first").raw("a", "", 4, null, FOUR);

        assertThat(build().fails("org/name").message())
                .contains("a: 127.0.0.1 lists it by name alone, and the ETag of its content cannot name a file");
        assertNothingVisible();
    }

    @Test
    void anLfsHashThatIsNoHashIsRefused() throws IOException {
        repository.commit("first").raw("a", FOUR.gitSha1(), 4, "../../../../tmp/evil", FOUR);

        assertThat(build().fails("org/name").message()).contains("is not a hash of 64 hexadecimal digits");
        assertNothingVisible();
    }

    @Test
    void aNegativeSizeIsRefused() throws IOException {
        repository.commit("first").raw("a", FOUR.gitSha1(), -4, null, FOUR);

        assertThat(build().fails("org/name").message()).contains("'a' has a negative size");
        assertNothingVisible();
    }

    @Test
    void anImpossibleSizeIsRefused() throws IOException {
        repository
                .commit("first")
                .raw("a", FOUR.gitSha1(), Long.MAX_VALUE - 1, null, FOUR)
                .raw("b", FOUR.gitSha1(), Long.MAX_VALUE - 1, null, FOUR);

        TestBuild.Failure failure = build().maxBytes(1_000_000).fails("org/name");

        assertThat(failure.message())
                .contains("the Hub's list is wrong: 'a' has an impossible size, 9223372036854775806 bytes");
        assertNothingVisible();
    }

    @Test
    void sizesWhoseSumIsNoNumberAreMoreThanAnyLimit() throws IOException {
        var commit = repository.commit("first");
        for (int i = 0; i < 1_100; i++) {
            commit.raw("f" + i, String.format("%040x", i), 1L << 53, null, FOUR);
        }

        assertThatThrownBy(() -> build().maxBytes(1_000_000).model("org/name").run())
                .hasMessageContaining("9223372.0 TB would be downloaded");
        assertThat(build().fails("org/name").message()).contains("the download needs 9223372.0 TB");
        assertNothingVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../evil", "main", "zz", "0123456789abcdef"})
    void aCommitThatIsNoHashIsRefused(String commit) throws IOException {
        repository.commit("first").file("a", "1").idOverride(commit);

        assertThat(build().fails("org/name").message())
                .contains("the Hub's answer does not name a commit: '" + commit + "'");
        assertNothingVisible();
    }

    @Test
    void anotherCommitThanThePinnedOneIsRefused() throws IOException {
        String pinned = "a".repeat(40);
        String other = repository.commit("first").file("a", "1").id();
        hub.faults()
                .on(request -> request.path().endsWith("/revision/" + pinned))
                .body(200, "application/json", json("{\"sha\":\"" + other + "\",\"siblings\":[]}"));

        assertThat(build().fails("org/name@" + pinned).message())
                .contains("answered with commit " + other + " when asked for " + pinned);
        assertNothingVisible();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the response is empty",
                "{\"sha\":\"|not the JSON that a Hub gives",
                "[1,2]|not the JSON that a Hub gives",
                "hello|not the JSON that a Hub gives",
                "null|the response is empty",
                "{}|does not name a commit",
                "{\"sha\":{}}|not the JSON that a Hub gives",
            })
    void anAnswerThatIsNotTheHubsIsRefused(String body, String why) throws IOException {
        hub.faults().on(request -> true).body(200, "application/json", json(body));

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message()).contains(why);
        assertThat(failure.isUserError()).isFalse();
        assertNothingVisible();
    }

    @Test
    void anAnswerOfEndlessDepthIsRefused() throws IOException {
        String deep = "{\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
        hub.faults().on(request -> true).body(200, "application/json", json(deep));

        assertThat(build().fails("org/name").message())
                .contains("not the JSON that a Hub gives")
                .hasSizeLessThan(400);
        assertNothingVisible();
    }

    @Test
    void aProxysLoginPageIsNamedAsSuch() throws IOException {
        hub.faults().on(request -> true).body(200, "text/html; charset=utf-8", json("<html>Please log in</html>"));

        assertThat(build().fails("org/name").message())
                .contains("a web page rather than JSON, perhaps of a proxy that wants a login; check hf.endpoint");
        assertNothingVisible();
    }

    @Test
    void aProxysLoginPageInPlaceOfAFileIsNamedAsSuch() throws IOException {
        repository.commit("first").file("a", "1234567");
        hub.faults()
                .on(request -> request.path().contains("/resolve/"))
                .body(200, "text/html", json("<html>Please log in</html>"));

        assertThat(build().fails("org/name").message())
                .contains("it is a web page, perhaps of a proxy that wants a login");
        assertNothingVisible();
    }

    @Test
    void aBodyThatIsTooShortIsRefused() throws IOException {
        lfs();
        hub.faults().onCdn().truncateAfter(1_000);

        assertThat(build().fails("org/name").message()).contains("ended after 1000 of 100000 bytes");
        assertNothingVisible();
    }

    @Test
    void aBodyThatIsShorterThanTheListingSaysIsRefused() throws IOException {
        repository.commit("first").raw("a", FOUR.gitSha1(), 5, null, FOUR);

        assertThat(build().fails("org/name").message()).contains("has 4 bytes instead of 5");
        assertNothingVisible();
    }

    @Test
    void aBodyOfUnknownLengthThatIsTooLongIsRefused() throws IOException {
        repository.commit("first").raw("a", FOUR.gitSha1(), 3, null, FOUR);
        hub.faults().on(request -> request.path().contains("/resolve-cache/")).chunked();

        assertThat(build().fails("org/name").message()).contains("is longer than 3 bytes");
        assertNothingVisible();
    }

    @Test
    void aBodyWithExtraBytesIsRefused() throws IOException {
        lfs();
        hub.faults().onCdn().extraBytes(10);

        assertThat(build().fails("org/name").message()).contains("100010 bytes instead of 100000");
        assertNothingVisible();
    }

    @Test
    void aBodyWithOneFlippedBitIsRefused() throws IOException {
        lfs();
        hub.faults().onCdn().flipByteAt(50_000);

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message()).contains("model.onnx").contains("does not have the hash");
        assertThat(failure.isUserError()).isFalse();
        assertNothingVisible();
    }

    @Test
    void aRegularFileWithOtherContentIsRefused() throws IOException {
        repository.commit("first").file("config.json", "{\"a\":1}");
        hub.faults().on(request -> request.path().contains("/resolve-cache/")).flipByteAt(3);

        assertThat(build().fails("org/name").message()).contains("config.json").contains("does not have the hash");
        assertNothingVisible();
    }

    @Test
    void theGoodFilesOfAModelWithABadOneStay() throws Exception {
        repository.commit("first").lfs("good.bin", new byte[10]).lfs("model.onnx", new byte[100_000]);
        Fault bad = hub.faults().onPath("/model.onnx").stallBeforeResponse().redirectTo(hub.endpoint() + "/nowhere");
        CompletableFuture<TestBuild.Failure> failing = CompletableFuture.supplyAsync(() -> build().fails("org/name"));
        hub.awaitRequest(request -> request.path().endsWith("/good.bin"));
        bad.release();

        assertThat(failing.get().message()).contains("model.onnx");
        assertThat(folder.resolve("cache/models--org--name/refs")).doesNotExist();
        assertThat(folder.resolve("cache/models--org--name/blobs")
                        .resolve(Content.of(new byte[10]).sha256()))
                .exists();
    }

    @Test
    void aCircleOfRedirectsIsNoticed() throws IOException {
        lfs();
        hub.faults().onPath("/model.onnx").redirectTo(hub.endpoint() + "/b");
        hub.faults().onPath("/b").redirectTo(hub.endpoint() + "/c");
        hub.faults().onPath("/c").redirectTo(hub.endpoint() + "/b");

        assertThat(build().fails("org/name").message()).contains("redirects more than 10 times");
        assertNothingVisible();
    }

    @Test
    void aChainOfRedirectsWithoutEndIsNoticed() throws IOException {
        lfs();
        for (int i = 0; i < 30; i++) {
            hub.faults().onPath(i == 0 ? "/model.onnx" : "/hop" + i).redirectTo(hub.endpoint() + "/hop" + (i + 1));
        }

        assertThat(build().fails("org/name").message()).contains("redirects more than 10 times");
        assertNothingVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://", "::"})
    void aRedirectToSomethingElseThanTheWebIsRefused(String target) throws IOException {
        lfs();
        hub.faults().onPath("/model.onnx").redirectTo(target);

        assertThat(build().fails("org/name").message()).contains("redirects to something that is not an http or https");
        assertNothingVisible();
    }

    @Test
    void aTreeThatLeadsBackToAPageIsNoticed() throws IOException {
        String commit = repository.commit("first").file("a", "1").id();
        hub.siblingsLimit(0);
        hub.faults()
                .on(request -> request.path().contains("/tree/"))
                .header(
                        "Link",
                        "<" + hub.endpoint() + "/api/models/org/name/tree/" + commit
                                + "?recursive=true&expand=false>; rel=\"next\"");

        assertThat(build().fails("org/name").message()).contains("leads back to an earlier page");
        assertNothingVisible();
    }

    @Test
    void aTreeWhoseNextPageIsElsewhereIsFollowedAtTheEndpointAlone() {
        repository.commit("first").file("a", "1").file("b", "2").file("c", "3");
        hub.siblingsLimit(0).pageSize(2);
        hub.faults()
                .on(request -> request.path().contains("/tree/")
                        && !request.query().orElse("").contains("cursor"))
                .rewriteHeader(
                        "Link",
                        "<https://elsewhere.example/api/models/org/name/tree/x?recursive=true"
                                + "&expand=false&cursor=YXQ6Mg%3D%3D>; rel=\"next\"");

        assertThat(build().ready("org/name").path().resolve("c")).hasContent("3");
    }

    @Test
    void aFileThatTheHubListsButLacksIsNoted() throws IOException {
        String commit = repository.commit("first").file("a", "1").file("b", "2").id();
        hub.faults()
                .on(request -> request.path().endsWith("/resolve/" + commit + "/b"))
                .body(404, "text/plain", json("Entry not found"))
                .header("X-Error-Code", "EntryNotFound")
                .header("X-Repo-Commit", commit);

        assertThat(build().fails("org/name").message())
                .isEqualTo("org/name@main: b is listed, but the Hub does not have it; leave it out with <excludes>");
        assertThat(folder.resolve("cache/models--org--name/.no_exist/" + commit + "/b"))
                .isEmptyFile();
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("cache/keys"));
        TestCertificate certificate = TestCertificate.create(keys);
        String store = System.setProperty(
                "javax.net.ssl.trustStore", certificate.keyStore().toString());
        String password = System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
        try (TestHub secure = TestHub.builder().tls(certificate.context()).start()) {
            secure.model("org/name").commit("first").file("a", "1").file("b", "2");
            secure.faults().onPath("/b").redirectTo(hub.endpoint() + "/org/name/resolve/main/b");

            TestBuild.Failure failure = new TestBuild(secure.endpoint(), folder.resolve("cache")).fails("org/name");

            assertThat(failure.message()).contains("redirects from https to plain http, which is refused");
            assertThat(hub.requests()).isEmpty();
        } finally {
            restore("javax.net.ssl.trustStore", store);
            restore("javax.net.ssl.trustStorePassword", password);
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    private void lfs() {
        repository.commit("first").lfs("model.onnx", new byte[100_000]);
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"))
                .cache(new SnapshotCache(folder.resolve("cache"), true));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** No content, no link, no ref: nothing but locks, listings and empty folders, and nothing outside the cache. */
    private void assertNothingVisible() throws IOException {
        assertThat(FolderText.of(folder.resolve("cache")).lines())
                .filteredOn(line -> !line.endsWith("/"))
                .allMatch(line -> line.startsWith("CACHEDIR.TAG = ")
                        || line.matches("\\.locks/models--org--name/[0-9a-f]+\\.lock = ''")
                        || line.matches("models--org--name/trees/[0-9a-f]{40}\\.json = .*"));
        try (Stream<Path> outside = Files.list(folder)) {
            assertThat(outside.map(Path::getFileName).map(Path::toString)).isSubsetOf("cache");
        }
    }
}
