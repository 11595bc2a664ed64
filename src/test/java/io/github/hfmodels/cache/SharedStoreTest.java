package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedStoreTest {

    @TempDir
    private Path cache;

    private CachedBlob unused;

    @BeforeEach
    void fill() throws IOException {
        cache = cache.toRealPath();
        SharedStoreShape.write(cache);
        unused = new SnapshotCache(cache, true)
                .inventory().shared().stream()
                        .filter(content ->
                                content.path().getFileName().toString().startsWith("cd"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aContentThatNobodyUses_goes() throws IOException {
        var disk = new Disk(cache);
        try (FileMutex any = FileMutex.acquire(cache.resolve("any.lock"), disk, "tests")) {
            assumeTrue(any.excludesEveryProcess(), "skipped: here nobody can exclude Python");
        }

        assertThat(new SharedStore(cache, disk).sweep(unused, Files::delete)).isTrue();

        assertThat(unused.path()).doesNotExist();
    }

    @Test
    void wherePythonCannotBeExcluded_itStays() throws IOException {
        var unknown = new Disk(cache.resolve("missing"));

        assertThat(new SharedStore(cache, unknown).sweep(unused, Files::delete)).isFalse();

        assertThat(unused.path()).exists();
    }
}
