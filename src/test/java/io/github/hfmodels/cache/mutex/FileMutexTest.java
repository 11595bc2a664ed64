package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.process.OtherProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
class FileMutexTest {

    @TempDir
    private Path folder;

    @Test
    void acquire_makesAnEmptyFileThatStays() throws Exception {
        Path file = folder.resolve(".locks/models--o--n/hash.lock");

        acquire(file).close();

        assertThat(file).isEmptyFile();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw-r--");
        }
    }

    @Test
    void acquire_afterARelease_succeeds() throws Exception {
        Path file = folder.resolve("hash.lock");
        acquire(file).close();

        acquire(file).close();

        assertThat(file).exists();
    }

    @Test
    void twoFiles_areHeldIndependently() throws Exception {
        Path one = folder.resolve("one.lock");
        Path other = folder.resolve("other.lock");
        FileMutex first = acquire(one);
        try (FileMutex second = acquire(other)) {
            first.close();

            assertThat(isFree(one)).isTrue();
            assertThat(isFree(other)).as("%s", second).isFalse();
        }
    }

    @Test
    void secondThread_waitsUntilTheFirstReleases() throws Exception {
        Path file = folder.resolve("hash.lock");
        List<String> order = new ArrayList<>();
        var second = new AtomicReference<Thread>();
        var started = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        FileMutex first = acquire(file);
        try {
            Future<?> waiting = threads.submit(() -> {
                second.set(Thread.currentThread());
                started.countDown();
                try (FileMutex mutex = acquire(file)) {
                    order.add("second has it");
                    return mutex.hashCode();
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
                    try (FileMutex mutex = acquire(file)) {
                        int now = inside.incrementAndGet();
                        Thread.yield();
                        inside.decrementAndGet();
                        return mutex == null ? -1 : now;
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
        try (FileMutex held = acquire(file)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> acquire(file)).isInstanceOf(InterruptedIOException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(isFree(file)).as("what %s has", held).isFalse();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void acquire_interruptedWhileWaiting_leavesTheMutexToOthers() throws Exception {
        Path file = folder.resolve("hash.lock");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            var waiter = new AtomicReference<Thread>();
            var started = new CountDownLatch(1);
            try (FileMutex held = acquire(file)) {
                Future<Boolean> flagged = threads.submit(() -> {
                    waiter.set(Thread.currentThread());
                    started.countDown();
                    assertThatThrownBy(() -> acquire(file)).isInstanceOf(InterruptedIOException.class);
                    return Thread.interrupted();
                });
                started.await();
                awaitWaiting(waiter.get(), flagged);
                waiter.get().interrupt();

                assertThat(flagged.get()).isTrue();
                assertThat(isFree(file)).as("what %s has", held).isFalse();
            }
            assertThat(isFree(file)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void acquire_withoutFlock_excludesJavaAlone() throws Exception {
        Path file = folder.resolve("hash.lock");
        try (FileMutex mutex = FileMutex.acquire(file, new Disk(folder), "writes", false);
                var another = new ChannelMutex(file)) {
            assertThat(mutex.excludesEveryProcess()).isFalse();
            assertThat(another.tryAcquire()).isFalse();
        }
        assertThat(file).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tryAcquire_heldByAnother_isEmptyUntilItIsReleased(boolean withFlock) throws Exception {
        Path file = folder.resolve(".locks/models--o--n/hash.lock");
        try (FileMutex held = tryAcquire(file, withFlock).orElseThrow()) {
            assertThat(tryAcquire(file, withFlock)).as("what %s has", held).isEmpty();
        }

        try (FileMutex held = tryAcquire(file, withFlock).orElseThrow()) {
            assertThat(held.excludesEveryProcess()).isEqualTo(withFlock && Flock.isCallable());
        }
    }

    @Test
    void tryAcquire_heldByAnotherProcess_isEmptyUntilThatIsKilled() throws Exception {
        Path file = folder.resolve("hash.lock");
        try (OtherProcess other = HoldingProcess.start(file)) {
            other.hear("held");
            assertThat(FileMutex.tryAcquire(file, new Disk(folder))).isEmpty();

            other.kill();

            FileMutex.tryAcquire(file, new Disk(folder)).orElseThrow().close();
        }
    }

    @Test
    void tryAcquire_linkInPlaceOfTheFile_isRefused() throws Exception {
        assumePosix();
        Path file = Files.createSymbolicLink(folder.resolve("hash.lock"), Path.of("nowhere"));

        assertThatThrownBy(() -> FileMutex.tryAcquire(file, new Disk(folder))).isInstanceOf(FileSystemException.class);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void acquire_existingFile_keepsItsModeAndContent() throws Exception {
        assumePosix();
        Path file = Files.writeString(folder.resolve("hash.lock"), "whoever wrote it");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r-x"));

        try (FileMutex mutex = acquire(file)) {
            assertThat(mutex.excludesEveryProcess()).isEqualTo(Flock.isCallable());
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw----r-x");
        assertThat(file).hasContent("whoever wrote it");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acquire_linkInPlaceOfTheFile_isRefused(boolean withFlock) throws Exception {
        assumePosix();
        Path target = Files.writeString(folder.resolve("precious"), "content");
        Path file = Files.createSymbolicLink(folder.resolve("hash.lock"), target);

        assertThatThrownBy(() -> FileMutex.acquire(file, new Disk(folder), "writes", withFlock && Flock.isCallable()))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": expected a regular file, it is a symbolic link");
        assertThat(target).hasContent("content");
    }

    @Test
    void acquire_danglingLinkInPlaceOfTheFile_createsNothing() throws Exception {
        assumePosix();
        Path file = Files.createSymbolicLink(folder.resolve("hash.lock"), Path.of("nowhere"));

        assertThatThrownBy(() -> acquire(file)).isInstanceOf(FileSystemException.class);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void acquire_folderInPlaceOfTheFile_isRefused() throws Exception {
        Path file = Files.createDirectory(folder.resolve("hash.lock"));

        assertThatThrownBy(() -> acquire(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void acquire_withoutAHome_leavesNoFolderWhereTheBuildRuns() throws Exception {
        assumeTrue(Flock.isCallable());
        Path file = folder.resolve("hash.lock");

        try (OtherProcess other = HoldingProcess.start(file, "-Duser.home=?")) {
            assertThat(other.hear("held")).isEqualTo("held");
        }

        assertThat(folder).isDirectoryNotContaining(entry -> !entry.equals(file));
    }

    private FileMutex acquire(Path file) throws IOException {
        return FileMutex.acquire(file, new Disk(folder), "writes");
    }

    private Optional<FileMutex> tryAcquire(Path file, boolean withFlock) throws IOException {
        return FileMutex.tryAcquire(file, new Disk(folder), withFlock && Flock.isCallable());
    }

    /** Whether others could take it at this moment. */
    private static boolean isFree(Path file) throws IOException {
        try (SystemMutex probe = Flock.isCallable() ? new Flock(new MutexFile(file)) : new ChannelMutex(file)) {
            return probe.tryAcquire();
        }
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
