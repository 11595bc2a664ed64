package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlobMutexTest {

    @TempDir
    private Path folder;

    @Test
    void acquire_makesAnEmptyFileThatStays() throws Exception {
        Path file = folder.resolve(".locks/models--o--n/hash.lock");

        BlobMutex.acquire(file, new Disk(file.getParent())).close();

        assertThat(file).isEmptyFile();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw-r--");
        }
    }

    @Test
    void acquire_afterARelease_succeeds() throws Exception {
        Path file = folder.resolve("hash.lock");
        BlobMutex.acquire(file, new Disk(file.getParent())).close();

        BlobMutex.acquire(file, new Disk(file.getParent())).close();

        assertThat(file).exists();
    }

    @Test
    void twoContents_areLockedIndependently() throws Exception {
        try (BlobMutex one = BlobMutex.acquire(folder.resolve("one.lock"), new Disk(folder));
                BlobMutex other = BlobMutex.acquire(folder.resolve("other.lock"), new Disk(folder))) {
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
        BlobMutex first = BlobMutex.acquire(file, new Disk(file.getParent()));
        try {
            Future<?> waiting = threads.submit(() -> {
                second.set(Thread.currentThread());
                started.countDown();
                try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()))) {
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
                    try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()))) {
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
        try (BlobMutex held = BlobMutex.acquire(file, new Disk(file.getParent()))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                    .isInstanceOf(InterruptedIOException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(held).isNotNull();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void acquire_interruptedWhileWaiting_leavesTheLockToOthers() throws Exception {
        Path file = folder.resolve("hash.lock");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            var waiter = new AtomicReference<Thread>();
            var started = new CountDownLatch(1);
            try (BlobMutex held = BlobMutex.acquire(file, new Disk(file.getParent()))) {
                Future<Boolean> flagged = threads.submit(() -> {
                    waiter.set(Thread.currentThread());
                    started.countDown();
                    assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                            .isInstanceOf(InterruptedIOException.class);
                    return Thread.interrupted();
                });
                started.await();
                awaitWaiting(waiter.get(), flagged);
                waiter.get().interrupt();

                assertThat(flagged.get()).isTrue();
                assertThat(held).isNotNull();
            }
            BlobMutex.acquire(file, new Disk(file.getParent())).close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void acquire_withoutFlock_excludesJavaAlone() throws Exception {
        Path file = folder.resolve("hash.lock");
        try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()), false);
                var another = new ChannelMutex(file)) {
            assertThat(lock.excludesEveryProcess()).isFalse();
            assertThat(another.tryLock()).isFalse();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void acquire_existingFile_keepsItsModeAndContent() throws Exception {
        assumePosix();
        Path file = Files.writeString(folder.resolve("hash.lock"), "whoever wrote it");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r-x"));

        try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()))) {
            assertThat(lock.excludesEveryProcess()).isEqualTo(Flock.isCallable());
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw----r-x");
        assertThat(file).hasContent("whoever wrote it");
    }

    @Test
    void acquire_fileThatCanOnlyBeWritten_isLockedByJava() throws Exception {
        assumePosix();
        Path file = Files.createFile(folder.resolve("hash.lock"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w--w--w-"));
        assumeFalse(Files.isReadable(file), "skipped: root may read everything");

        try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()))) {
            assertThat(lock.excludesEveryProcess()).isFalse();
        }
    }

    @Test
    void acquire_fileThatCannotBeWritten_saysWhich() throws Exception {
        assumePosix();
        Path file = Files.createFile(folder.resolve("hash.lock"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "skipped: root may write everything");

        assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(file.toString());
    }

    @Test
    void acquire_folderThatCannotBeWritten_saysWhich() throws Exception {
        assumePosix();
        Path locks = Files.createDirectory(folder.resolve("locks"));
        Files.setPosixFilePermissions(locks, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locks), "skipped: root may write everything");
        Path file = locks.resolve("hash.lock");

        assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(file.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acquire_linkInPlaceOfTheFile_isRefused(boolean withFlock) throws Exception {
        assumePosix();
        Path target = Files.writeString(folder.resolve("precious"), "content");
        Path file = Files.createSymbolicLink(folder.resolve("hash.lock"), target);

        assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent()), withFlock && Flock.isCallable()))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": a lock file is expected, it is a symbolic link");
        assertThat(target).hasContent("content");
    }

    @Test
    void acquire_danglingLinkInPlaceOfTheFile_createsNothing() throws Exception {
        assumePosix();
        Path file = Files.createSymbolicLink(folder.resolve("hash.lock"), Path.of("nowhere"));

        assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                .isInstanceOf(FileSystemException.class);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void acquire_folderInPlaceOfTheFile_isRefused() throws Exception {
        Path file = Files.createDirectory(folder.resolve("hash.lock"));

        assertThatThrownBy(() -> BlobMutex.acquire(file, new Disk(file.getParent())))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString());
    }

    private void assumePosix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    }

    /** Until the thread sleeps between two attempts, or has wrongly finished. */
    private static void awaitWaiting(Thread thread, Future<?> result) {
        while (thread.getState() != Thread.State.TIMED_WAITING && !result.isDone()) {
            Thread.onSpinWait();
        }
    }
}
