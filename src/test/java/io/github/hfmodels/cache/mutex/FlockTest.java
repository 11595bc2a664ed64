package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlockTest {

    @TempDir
    private Path folder;

    private MutexFile file;

    @BeforeEach
    void prepare() {
        assumeTrue(Flock.isCallable());
        file = new MutexFile(folder.resolve("hash.lock"));
    }

    @Test
    void tryAcquire_excludesOtherDescriptorsOfTheSameProcess() throws Exception {
        try (var first = new Flock(file);
                var second = new Flock(file)) {
            assertThat(first.tryAcquire()).isTrue();
            assertThat(second.tryAcquire()).isFalse();

            release(first);

            assertThat(second.tryAcquire()).isTrue();
        }
    }

    @Test
    void tryAcquire_leavesAFileThatWasReplaced() throws Exception {
        try (var first = new Flock(file);
                var waiting = new Flock(file);
                var newcomer = new Flock(file)) {
            assertThat(first.tryAcquire()).isTrue();
            assertThat(waiting.tryAcquire()).isFalse();
            Files.delete(file.path());
            assertThat(newcomer.tryAcquire()).isTrue();

            release(first);

            assertThat(waiting.tryAcquire()).as("the old file").isFalse();
            assertThat(waiting.tryAcquire()).as("the new file").isFalse();
            release(newcomer);
            assertThat(waiting.tryAcquire()).as("the new file").isTrue();
        }
    }

    @Test
    void tryAcquire_fileDeletedMeanwhile_makesItAnew() throws Exception {
        try (var first = new Flock(file);
                var waiting = new Flock(file)) {
            assertThat(first.tryAcquire()).isTrue();
            assertThat(waiting.tryAcquire()).isFalse();
            Files.delete(file.path());
            release(first);

            assertThat(waiting.tryAcquire()).isFalse();
            assertThat(waiting.tryAcquire()).isTrue();
            assertThat(file.path()).isEmptyFile();
        }
    }

    @Test
    void close_twice_leavesOthersAlone() throws Exception {
        try (var first = new Flock(file);
                var second = new Flock(file);
                var third = new Flock(file)) {
            assertThat(first.tryAcquire()).isTrue();
            release(first);
            // Likely to get the number of the descriptor that the first one had.
            assertThat(second.tryAcquire()).isTrue();

            release(first);

            assertThat(third.tryAcquire()).isFalse();
        }
    }

    /** Closes it where the compiler would complain, since it is closed again at the end of the block. */
    private static void release(Flock mutex) {
        mutex.close();
    }
}
