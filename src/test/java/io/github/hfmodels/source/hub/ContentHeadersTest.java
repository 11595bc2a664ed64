package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Digest.Algorithm;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHeadersTest {

    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final String SHA1 = "a".repeat(40);
    private static final String SHA256 = "b".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "%s"})
    void linkedTag_isTheHash(String form) {
        assertThat(digest(Map.of("X-Linked-ETag", form.formatted(SHA256), "ETag", "\"other\"")))
                .contains(new Digest(Algorithm.SHA256, SHA256));
    }

    @Test
    void tagOfAServerThatNamesTheCommit_isTheHash() {
        assertThat(digest(Map.of("ETag", "\"" + SHA1 + "\"", "X-Repo-Commit", COMMIT.hex())))
                .contains(new Digest(Algorithm.GIT_SHA1, SHA1));
    }

    @Test
    void tagOfAnotherServer_saysNothing() {
        assertThat(digest(Map.of("ETag", "\"" + SHA1 + "\""))).isEmpty();
    }

    @Test
    void anotherCommit_saysNothing() {
        assertThat(digest(Map.of("X-Linked-ETag", SHA256, "X-Repo-Commit", "d".repeat(40))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"5d41402abc4b2a76b9719d911017c592\"",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
            })
    void whatIsNoHash_saysNothing(String tag) {
        assertThat(digest(Map.of("X-Linked-ETag", tag))).isEmpty();
    }

    private static Optional<Digest> digest(Map<String, String> headers) {
        return ContentHeaders.digest(new ResponseHead(200, headers), COMMIT);
    }
}
