package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.python.Python;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other processes hold, and hold against us: Java's, and Python's. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FileMutexProcessesTest {

    private static final Logger LOG = LoggerFactory.getLogger(FileMutexProcessesTest.class);

    private static final String HOLD_FILELOCK = """
            import os, sys, filelock
            with filelock.FileLock(sys.argv[1]):
                print("held", flush=True)
                sys.stdin.readline()
                open(os.path.join(os.path.dirname(sys.argv[1]), "released"), "x").close()
            """;

    private static final String HOLD_WEAK_FILE_LOCK = """
            import os, sys
            from huggingface_hub.utils import WeakFileLock
            with WeakFileLock(sys.argv[1]):
                print("held", flush=True)
                sys.stdin.readline()
                open(os.path.join(os.path.dirname(sys.argv[1]), "released"), "x").close()
            """;

    private static final String TRY_FILELOCK = """
            import sys, filelock
            try:
                filelock.FileLock(sys.argv[1]).acquire(blocking=False)
                print("free", end="")
            except filelock.Timeout:
                print("busy", end="")
            """;

    @TempDir
    private Path folder;

    private Path file;
    private ExecutorService threads;

    @BeforeEach
    void prepare() {
        file = folder.resolve("hash.lock");
        threads = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void acquire_waitsForAnotherJavaProcess() throws Exception {
        try (OtherProcess other = HoldingProcess.start(file)) {
            assertWaitsFor(other);
        }
    }

    @Test
    void anotherJavaProcess_waitsForUs_andSaysSoOnce() throws Exception {
        assumeTrue(Flock.isCallable());
        try (OtherProcess other = lockedFirst()) {
            other.say("release");

            assertThat(other.hearAll())
                    .filteredOn(line -> line.contains("Waiting for another process or thread"))
                    .singleElement()
                    .asString()
                    .contains("INFO")
                    .contains("downloads the same content (hash.lock)");
        }
    }

    @Test
    void mutexOfAKilledProcess_isFree() throws Exception {
        try (OtherProcess other = HoldingProcess.start(file)) {
            other.hear("held");
            other.kill();

            FileMutex.acquire(file, new Disk(folder), "downloads the same content")
                    .close();

            assertThat(HoldingProcess.releaseMark(file)).doesNotExist();
        }
    }

    @Test
    void withoutJna_javaProcessesStillExcludeEachOther() throws Exception {
        try (OtherProcess other = HoldingProcess.startWithoutJna(file)) {
            assertExcludedByJavaAlone(other);
        }
    }

    @Test
    void jnaThatCannotLoadItsNativePart_isDoneWithout() throws Exception {
        try (OtherProcess other = HoldingProcess.start(file, "-Djna.nounpack=true")) {
            assertExcludedByJavaAlone(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HOLD_FILELOCK, HOLD_WEAK_FILE_LOCK})
    void acquire_waitsForPython(String script) throws Exception {
        assumeTrue(Flock.isCallable());
        try (var other = new OtherProcess(Python.requireHuggingfaceHub().start(script, file.toString()))) {
            assertWaitsFor(other);
        }
    }

    @Test
    void python_doesNotGetWhatWeHold() throws Exception {
        assumeTrue(Flock.isCallable());
        Python python = Python.requireModule("filelock");
        try (FileMutex mutex = FileMutex.acquire(file, new Disk(folder), "downloads the same content")) {
            assertThat(mutex.excludesEveryProcess()).isTrue();
            assertThat(python.run(TRY_FILELOCK, file.toString())).isEqualTo("busy");
        }
        assertThat(python.run(TRY_FILELOCK, file.toString())).isEqualTo("free");
    }

    /** Another process that waited for us while we had the mutex, and has it now. */
    private OtherProcess lockedFirst() throws Exception {
        OtherProcess other;
        try (FileMutex mutex = FileMutex.acquire(file, new Disk(folder), "downloads the same content")) {
            assertThat(mutex.excludesEveryProcess()).isTrue();
            other = HoldingProcess.start(file);
            other.hear("Waiting");
        }
        other.hear("held");
        return other;
    }

    private void assertWaitsFor(OtherProcess other) throws Exception {
        other.hear("held");
        var waiter = new AtomicReference<Thread>();
        Future<Boolean> released = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            try (FileMutex mutex = FileMutex.acquire(file, new Disk(folder), "downloads the same content")) {
                LOG.debug("{} is held", mutex);
                return HoldingProcess.releaseMark(file).toFile().exists();
            }
        });
        // Until it sleeps between two attempts, or has wrongly finished.
        while (!released.isDone() && (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        assertThat(released).isNotDone();

        other.say("release");

        assertThat(released.get()).isTrue();
    }

    private void assertExcludedByJavaAlone(OtherProcess other) throws Exception {
        assertThat(other.hear("held")).isEqualTo("held by Java alone");
        var ours = new ChannelMutex(file);
        try (ours) {
            assertThat(ours.tryAcquire()).isFalse();
            other.say("release");
            other.hear("released");
            assertThat(ours.tryAcquire()).isTrue();
        }
    }
}
