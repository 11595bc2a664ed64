package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Digest.Algorithm;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHeadersTest {

    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final String SHA1 = "a".repeat(40);
    private static final String SHA256 = "b".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "%s"})
    void linkedTag_isTheHash(String form) throws SourceException {
        assertThat(digest(Map.of("X-Linked-ETag", form.formatted(SHA256), "ETag", "\"other\"")))
                .contains(new Digest(Algorithm.SHA256, SHA256));
    }

    @Test
    void tagOfAServerThatNamesTheCommit_isTheHash() throws SourceException {
        assertThat(digest(Map.of("ETag", "\"" + SHA1 + "\"", "X-Repo-Commit", COMMIT.hex())))
                .contains(new Digest(Algorithm.GIT_SHA1, SHA1));
    }

    @Test
    void tagOfAnotherServer_saysNothing() throws SourceException {
        assertThat(digest(Map.of("ETag", "\"" + SHA1 + "\""))).isEmpty();
    }

    @Test
    void anotherCommit_isAnError() {
        assertThatThrownBy(() -> digest(Map.of("X-Linked-ETag", SHA256, "X-Repo-Commit", "d".repeat(40))))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CORRUPT))
                .hasMessage("a.bin: the server answered with commit " + "d".repeat(40) + " when asked for " + COMMIT);
    }

    @ParameterizedTest
    @CsvSource({
        // X-Linked-Size, status, Content-Length, Content-Range, size
        "5, 302, 99, , 5",
        "5, 200, 9, , 5",
        "0, 200, 9, , 9",
        "0, 200, 0, , 0",
        "0, 302, 99, , -1",
        ", 302, 99, , -1",
        ", 200, 9, , 9",
        ", 200, , , -1",
        ", 200, -9, , -1",
        ", 200, 9999999999999999, , -1",
        ", 206, 1, bytes 0-0/7, 7",
        ", 206, 1, bytes 0-0/*, -1",
        ", 416, 99, bytes */0, 0",
    })
    void size_isThatOfTheContent(String linked, int status, String length, String range, long size) {
        var headers = new TreeMap<String, String>();
        headers.computeIfAbsent("X-Linked-Size", name -> linked);
        headers.computeIfAbsent("Content-Length", name -> length);
        headers.computeIfAbsent("Content-Range", name -> range);

        assertThat(ContentHeaders.size(new ResponseHead(status, headers))).isEqualTo(size);
    }

    @Test
    void lengthOfACompressedContent_saysNothing() {
        assertThat(ContentHeaders.size(
                        new ResponseHead(200, Map.of("Content-Length", "9", "Content-Encoding", "gzip"))))
                .isNegative();
    }

    @Test
    void tag_isAHashWhereItMustBeOne() {
        var git = new Digest(Algorithm.GIT_SHA1, SHA1);
        assertThat(tag(Map.of("ETag", "W/\"" + SHA256 + "\""))).contains(new Digest(Algorithm.SHA256, SHA256));
        assertThat(tag(Map.of("ETag", SHA256.toUpperCase(Locale.ROOT)))).contains(new Digest(Algorithm.SHA256, SHA256));
        assertThat(tag(Map.of("ETag", SHA1, "X-Repo-Commit", COMMIT.hex()))).contains(git);
        assertThat(tag(Map.of("ETag", SHA1))).contains(new Digest(Algorithm.ETAG, SHA1));
        assertThat(tag(Map.of("X-Linked-ETag", SHA256, "ETag", "\"x\"")))
                .contains(new Digest(Algorithm.SHA256, SHA256));
        assertThat(tag(Map.of("ETag", "\"5f3a-2d\"", "X-Repo-Commit", COMMIT.hex())))
                .contains(new Digest(Algorithm.ETAG, "5f3a-2d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                ".",
                ".hidden",
                "a.",
                "a/b",
                "a\\b",
                "a:b",
                "a b",
                "NUL",
                "com1.txt",
                "a.hf-models.incomplete",
                "a.hf-models.incomplete.journal",
                "a.01234567.tmp",
                "{SHA1{abc}}"
            })
    void tagThatCannotNameABlob_isNone(String tag) {
        assertThat(tag(Map.of("ETag", "\"" + tag + "\""))).isEmpty();
        assertThat(tag(Map.of("ETag", "a".repeat(65)))).isEmpty();
    }

    private static Optional<Digest> tag(Map<String, String> headers) {
        return ContentHeaders.tag(new ResponseHead(200, headers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"5d41402abc4b2a76b9719d911017c592\"",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
            })
    void whatIsNoHash_saysNothing(String tag) throws SourceException {
        assertThat(digest(Map.of("X-Linked-ETag", tag))).isEmpty();
    }

    private static Optional<Digest> digest(Map<String, String> headers) throws SourceException {
        return ContentHeaders.digest(new ResponseHead(200, headers), "a.bin", COMMIT);
    }
}
