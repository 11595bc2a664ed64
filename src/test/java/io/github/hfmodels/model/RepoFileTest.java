package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.RepoFile.Lfs;
import org.junit.jupiter.api.Test;

class RepoFileTest {

    private static final String SHA1 = "9e26dfeeb6e641a33dae4961196235bdb965b21b";
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void regularFile_isKnownByItsGitHash() {
        var file = new RepoFile("config.json", 2, SHA1, null, null);

        assertThat(file.digest()).isEqualTo(new Digest(Digest.Algorithm.GIT_SHA1, SHA1));
        assertThat(file.contentSize()).isEqualTo(2);
    }

    @Test
    void lfsFile_isKnownByTheHashAndSizeOfItsContent() {
        var file = new RepoFile("model.bin", 135, SHA1, new Lfs(SHA256, 7_000_000_000L), null);

        assertThat(file.digest()).isEqualTo(new Digest(Digest.Algorithm.SHA256, SHA256));
        assertThat(file.contentSize()).isEqualTo(7_000_000_000L);
    }

    @Test
    void negativeSize_isRefused() {
        assertThatThrownBy(() -> new RepoFile("x", -1, SHA1, null, null)).hasMessageContaining("'x'");
        assertThatThrownBy(() -> new RepoFile("x", 1, SHA1, new Lfs(SHA256, -1), null))
                .hasMessageContaining("negative size");
    }

    @Test
    void sizeThatNoFileHas_isRefused() {
        assertThat(new RepoFile("a", 1L << 53, SHA1, null, null).contentSize()).isEqualTo(9_007_199_254_740_992L);
        assertThatThrownBy(() -> new RepoFile("a", Long.MAX_VALUE - 1, SHA1, null, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("'a' has an impossible size, 9223372036854775806 bytes");
        assertThatThrownBy(() -> new RepoFile("a", 1, SHA1, new Lfs("0".repeat(64), (1L << 53) + 1), null))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void hashThatIsNone_isRefusedWithThePath() {
        var file = new RepoFile("model.bin", 1, SHA1, new Lfs("../../x", 1), null);

        assertThatThrownBy(file::digest)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("model.bin")
                .hasMessageContaining("'../../x'");
    }

    @Test
    void hostilePath_canBeListedButNotPlaced() {
        var file = new RepoFile("../x", 1, SHA1, null, null);

        assertThatThrownBy(file::repoPath).isInstanceOf(InvalidValueException.class);
    }
}
