package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCacheTest {

    @TempDir
    private Path folder;

    @Test
    void ignoresCase_asksAboutTheCachesOwnFolder() {
        List<Path> asked = new ArrayList<>();
        var cache = new SnapshotCache(folder.resolve("a/../hub"), true, path -> asked.add(path));

        assertThat(cache.ignoresCase()).isTrue();
        assertThat(asked).containsExactly(folder.resolve("hub").toAbsolutePath());
    }

    @Test
    void ignoresCase_isWhatTheFileSystemDoes() throws IOException {
        Files.createFile(folder.resolve("Probe"));
        boolean ignoring = Files.exists(folder.resolve("pROBE"));

        assertThat(new SnapshotCache(folder.resolve("missing/hub"), true).ignoresCase())
                .isEqualTo(ignoring);
        assertThat(new SnapshotCache(Files.createDirectory(folder.resolve("hub")), true).ignoresCase())
                .isEqualTo(ignoring);
    }

    @Test
    void ignoresCase_aNeighbourOfTheOtherCase_isNotTakenForTheSame() throws IOException {
        Files.createFile(folder.resolve("Probe"));
        boolean ignoring = Files.exists(folder.resolve("pROBE"));
        Path hub = Files.createDirectory(folder.resolve("hub"));
        Files.createDirectories(folder.resolve("HUB"));

        assertThat(SnapshotCache.ignoresCase(hub)).isEqualTo(ignoring);
    }

    @Test
    void ignoresCase_namesWithoutLetters_areSkipped() throws IOException {
        Path digits = Files.createDirectory(folder.resolve("123"));

        assertThat(SnapshotCache.ignoresCase(digits)).isEqualTo(SnapshotCache.ignoresCase(folder));
        assertThat(SnapshotCache.ignoresCase(folder.getRoot())).isFalse();
    }

    @Test
    void cache_isKnownByItsAbsolutePath() {
        assertThat(new SnapshotCache(Path.of("x/../hub"), true))
                .hasToString(Path.of("hub").toAbsolutePath().toString());
    }
}
