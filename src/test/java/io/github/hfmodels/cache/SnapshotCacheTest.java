package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCacheTest {

    @TempDir
    private Path folder;

    @Test
    void cache_isKnownByItsAbsolutePath() {
        assertThat(new SnapshotCache(Path.of("x/../hub"), true))
                .hasToString(Path.of("hub").toAbsolutePath().toString());
    }

    @Test
    void overlaps_knowsFoldersByWhereTheyAre() throws IOException {
        var cache = new SnapshotCache(folder.resolve("a/../home/hub"), true);
        Files.createDirectories(folder.resolve("home"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("home"));

        assertThat(cache.overlaps(SourceId.HUGGING_FACE, folder.resolve("home/hub")))
                .isTrue();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, link.resolve("hub/models--a--b/x")))
                .isTrue();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, link)).isTrue();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, link.resolve("hub2"))).isFalse();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, folder.resolve("out"))).isFalse();
    }
}
