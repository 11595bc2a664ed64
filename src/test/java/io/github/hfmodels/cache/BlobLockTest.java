package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlobLockTest {

    @TempDir
    private Path folder;

    @Test
    void acquire_makesAnEmptyFileThatStays() throws Exception {
        Path file = folder.resolve(".locks/models--o--n/hash.lock");

        BlobLock.acquire(file).close();

        assertThat(file).isEmptyFile();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw-r--");
        }
    }

    @Test
    void acquire_afterARelease_succeeds() throws Exception {
        Path file = folder.resolve("hash.lock");
        BlobLock.acquire(file).close();

        BlobLock.acquire(file).close();

        assertThat(file).exists();
    }

    @Test
    void twoContents_areLockedIndependently() throws Exception {
        try (BlobLock one = BlobLock.acquire(folder.resolve("one.lock"));
                BlobLock other = BlobLock.acquire(folder.resolve("other.lock"))) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    void secondThread_waitsUntilTheFirstReleases() throws Exception {
        Path file = folder.resolve("hash.lock");
        List<String> order = new ArrayList<>();
        var second = new AtomicReference<Thread>();
        var started = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        BlobLock first = BlobLock.acquire(file);
        try {
            Future<?> waiting = threads.submit(() -> {
                second.set(Thread.currentThread());
                started.countDown();
                try (BlobLock lock = BlobLock.acquire(file)) {
                    order.add("second has it");
                    return lock.hashCode();
                }
            });
            started.await();
            awaitWaiting(second.get(), waiting);
            order.add("first lets go");
            first.close();
            waiting.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(order).containsExactly("first lets go", "second has it");
    }

    @Test
    void manyThreads_areNeverInsideTogether() throws Exception {
        Path file = folder.resolve("hash.lock");
        var inside = new AtomicInteger();
        var start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            var results = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    try (BlobLock lock = BlobLock.acquire(file)) {
                        int now = inside.incrementAndGet();
                        Thread.yield();
                        inside.decrementAndGet();
                        return lock == null ? -1 : now;
                    }
                }));
            }
            start.countDown();
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void acquire_interrupted_fails() throws Exception {
        Path file = folder.resolve("hash.lock");
        try (BlobLock held = BlobLock.acquire(file)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> BlobLock.acquire(file)).isInstanceOf(InterruptedIOException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(held).isNotNull();
        } finally {
            Thread.interrupted();
        }
    }

    /** Until the thread sleeps between two attempts, or has wrongly finished. */
    private static void awaitWaiting(Thread thread, Future<?> result) {
        while (thread.getState() != Thread.State.TIMED_WAITING && !result.isDone()) {
            Thread.onSpinWait();
        }
    }
}
