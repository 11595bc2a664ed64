package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepoFolderTest {

    private static final Path CACHE = Path.of("cache");
    private static final CommitHash COMMIT = new CommitHash("c9745ed1d9f207416be6d2e6f8de32d1f16199bf");
    private static final Digest DIGEST =
            new Digest(Digest.Algorithm.GIT_SHA1, "9e26dfeeb6e641a33dae4961196235bdb965b21b");

    private final RepoFolder folder = RepoFolder.of(CACHE, new RepoId(RepoType.MODEL, "Owner/name"));
    private final Path path = CACHE.resolve("models--Owner--name");

    @ParameterizedTest
    @CsvSource({
        "MODEL, owner/name, models--owner--name",
        "MODEL, gpt2, models--gpt2",
        "DATASET, owner/na-me_1.x, datasets--owner--na-me_1.x",
        "SPACE, O/N, spaces--O--N",
    })
    void folder_isNamedByTypeAndId(RepoType type, String id, String name) {
        assertThat(RepoFolder.of(CACHE, new RepoId(type, id)).path()).isEqualTo(CACHE.resolve(name));
    }

    @Test
    void places_areThoseOfHuggingfaceHub() {
        var file = new RepoPath("sub dir/x.bin");

        assertThat(folder.blob(DIGEST)).isEqualTo(path.resolve("blobs").resolve(DIGEST.hex()));
        assertThat(folder.snapshot(COMMIT)).isEqualTo(path.resolve("snapshots").resolve(COMMIT.hex()));
        assertThat(folder.pointer(COMMIT, file))
                .isEqualTo(folder.snapshot(COMMIT).resolve("sub dir").resolve("x.bin"));
        assertThat(folder.tree(COMMIT)).isEqualTo(path.resolve("trees").resolve(COMMIT.hex() + ".json"));
        assertThat(folder.absenceMarker(COMMIT, file))
                .isEqualTo(path.resolve(".no_exist").resolve(COMMIT.hex()).resolve("sub dir/x.bin"));
        assertThat(folder.lock(DIGEST))
                .isEqualTo(
                        CACHE.resolve(".locks").resolve("models--Owner--name").resolve(DIGEST.hex() + ".lock"));
    }

    @Test
    void ref_nameThatThePlatformCannotExpress_isAMalformedValue() {
        // Windows does not allow the first of these characters, other systems not the second.
        assertThatThrownBy(() -> folder.ref(new Revision("a|b\ud800")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("this machine cannot name a file 'a|b");
    }

    @ParameterizedTest
    @CsvSource({"main, refs/main", "v1.0, refs/v1.0", "refs/pr/1, refs/refs/pr/1", "feature/x, refs/feature/x"})
    void ref_isNestedAsItsNameIs(String revision, String place) {
        assertThat(folder.ref(new Revision(revision))).isEqualTo(path.resolve(place));
    }

    @Test
    void noName_leadsOutOfTheFolder() {
        for (String name : new String[] {"../x", "a/../../x", "/x", "C:\\x", "..\\x"}) {
            assertThatThrownBy(() -> folder.pointer(COMMIT, new RepoPath(name)))
                    .as(name)
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> folder.ref(new Revision(name))).as(name).isInstanceOf(InvalidValueException.class);
        }
    }
}
