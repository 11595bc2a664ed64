package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {

    @ParameterizedTest
    @CsvSource({
        "GIT_SHA1, '', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "GIT_SHA1, abc, f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f",
        "GIT_SHA1, {}, 9e26dfeeb6e641a33dae4961196235bdb965b21b",
        "SHA256, '', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    })
    void computation_givesTheKnownHash(Digest.Algorithm algorithm, String content, String hex) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var digest = new Digest(algorithm, hex);
        MessageDigest computation = digest.newComputation(bytes.length);
        computation.update(bytes);

        assertThat(digest.matches(computation)).isTrue();
    }

    @Test
    void etag_isNoHashOfAnything(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        var tag = new Digest(Digest.Algorithm.ETAG, "5f3a-3");
        MessageDigest computation = tag.newComputation(3);
        computation.update("abc".getBytes(StandardCharsets.UTF_8));

        assertThat(tag.matches(file)).isFalse();
        assertThat(tag.matches(computation)).isFalse();
        assertThat(tag.isVerifiable()).isFalse();
        assertThat(tag.mayName(file)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // git's, plain, and the plain one as another file system would write it; and those of other contents.
        "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f, true",
        "a9993e364706816aba3e25717850c26c9cd0d89d, true",
        "A9993E364706816ABA3E25717850C26C9CD0D89D, true",
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391, false",
        "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391, false",
    })
    void etagThatLooksLikeASha1_mustBeTheContents(String hex, boolean mayName, @TempDir Path folder)
            throws IOException {
        var tag = new Digest(Digest.Algorithm.ETAG, hex);

        assertThat(tag.isVerifiable()).isTrue();
        assertThat(tag.mayName(Files.writeString(folder.resolve("file"), "abc")))
                .isEqualTo(mayName);
    }

    @Test
    void etagThatLooksLikeASha256_isNone() {
        for (String hex : List.of("a".repeat(64), "A".repeat(64))) {
            assertThatThrownBy(() -> new Digest(Digest.Algorithm.ETAG, hex)).isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void gitHash_ofAnotherLengthOrContent_doesNotMatch() {
        var digest = new Digest(Digest.Algorithm.GIT_SHA1, "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f");
        MessageDigest wrongLength = digest.newComputation(4);
        wrongLength.update("abc".getBytes(StandardCharsets.UTF_8));
        MessageDigest wrongContent = digest.newComputation(3);
        wrongContent.update("abd".getBytes(StandardCharsets.UTF_8));

        assertThat(digest.matches(wrongLength)).isFalse();
        assertThat(digest.matches(wrongContent)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GIT_SHA1, ''",
        "GIT_SHA1, e69de29bb2d1d6434b8b29ae775ad8c2e48c539",
        "GIT_SHA1, e69de29bb2d1d6434b8b29ae775ad8c2e48c53911",
        "GIT_SHA1, E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391",
        "GIT_SHA1, ../../../../../../../../../../../etc/pas",
        "GIT_SHA1, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256, e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "SHA256, g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    })
    void textThatIsNoHashOfTheAlgorithm_isRefused(Digest.Algorithm algorithm, String hex) {
        assertThatThrownBy(() -> new Digest(algorithm, hex))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("is not a hash of");
    }
}
