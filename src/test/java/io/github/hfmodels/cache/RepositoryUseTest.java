package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.python.Python;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RepositoryUseTest {

    private static final RepoId REPO = model("org/name");
    private static final Digest CONTENT = new Digest(Digest.Algorithm.SHA256, "ab".repeat(32));

    private static final String HOLD = """
            import sys
            from huggingface_hub.utils import WeakFileLock
            with WeakFileLock(sys.argv[1]):
                print("held", flush=True)
                sys.stdin.readline()
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void tagCache() throws IOException {
        CacheTag.create(RepoFolder.of(root, REPO));
    }

    @Test
    void aCacheThatIsNotThereYet_isInUseFromItsFirstDownloadOn() throws Exception {
        Files.delete(CacheTag.of(root));
        SnapshotCache cache = cache();
        cache.useUntilBuildEnds(REPO);
        assertThat(CacheTag.of(root)).doesNotExist();

        cache.writer(REPO).prepare(new CommitHash("1".repeat(40)));
        cache.useUntilBuildEnds(REPO);

        assertThat(cache.exclude(REPO)).isEmpty();
    }

    @Test
    void aRepositoryInUse_isLeftAloneUntilTheUseEnds() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            Closeable use = cache().use(REPO);
            assertThat(cache().exclude(REPO)).isEmpty();
            assertThat(other.findsInUse()).isTrue();

            use.close();

            cache().exclude(REPO).orElseThrow().close();
            assertThat(other.findsInUse()).isFalse();
        }
    }

    @Test
    void anotherRepositoryIsFree() throws Exception {
        try (Closeable use = cache().use(REPO)) {
            assertThat(cache().exclude(model("org/other"))).as("beside %s", use).isPresent();
        }
    }

    @Test
    void aUseOfAnotherProcess_endsWithIt() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            other.use();
            assertThat(cache().exclude(REPO)).isEmpty();
            try (Closeable use = cache().use(REPO)) {
                assertThat(use).as("two may use it").isNotNull();
            }

            other.kill();

            cache().exclude(REPO).orElseThrow().close();
        }
    }

    @Test
    void theEndOfOneUse_leavesOthersOfTheProcess() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            try (Closeable use = cache().use(REPO)) {
                cache().use(REPO).close();
                cache().use(model("org/other")).close();
                assertThat(cache().exclude(REPO)).as("beside %s", use).isEmpty();

                assertThat(other.findsInUse()).isTrue();
            }
            assertThat(other.findsInUse()).isFalse();
        }
    }

    @Test
    void theEndOfAnExclusion_leavesUsesOfOtherRepositories() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name");
                Closeable use = cache().use(REPO)) {
            cache().exclude(model("org/other")).orElseThrow().close();

            assertThat(other.findsInUse()).as("beside %s", use).isTrue();
        }
    }

    @Test
    void pluginsThatAreLoadedApart_leaveEachOthersUses() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name");
                var apart = classesApart()) {
            Closeable ofOtherLoader = useApart(apart);
            try (Closeable use = cache().use(REPO)) {
                ofOtherLoader.close();
                assertThat(other.findsInUse()).as("beside %s", use).isTrue();
            }
            assertThat(other.findsInUse()).isFalse();

            ofOtherLoader = useApart(apart);
            cache().use(REPO).close();
            assertThat(cache().exclude(REPO)).isEmpty();
            assertThat(other.findsInUse()).isTrue();

            ofOtherLoader.close();
            assertThat(other.findsInUse()).isFalse();
        }
    }

    @Test
    void whatABuildUses_isInUseUntilNobodyRefersToTheBuild() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            var build = new AtomicReference<ConcurrentMap<String, String>>(new ConcurrentHashMap<>());
            cache(build.get()).useUntilBuildEnds(REPO);
            cache(build.get()).useUntilBuildEnds(REPO);
            System.gc();
            assertThat(other.findsInUse()).isTrue();
            assertThat(build.get()).hasSize(1);

            build.set(null);

            while (other.findsInUse()) {
                System.gc();
            }
        }
    }

    @Test
    void theEndOfABuildInADaemon_leavesWhatTheNextOneUses() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name");
                UsingProcess another = UsingProcess.start(root, "org/first")) {
            var first = new AtomicReference<ConcurrentMap<String, String>>(new ConcurrentHashMap<>());
            cache(first.get()).useUntilBuildEnds(REPO);
            cache(first.get()).useUntilBuildEnds(model("org/first"));
            var second = new ConcurrentHashMap<String, String>();
            cache(second).useUntilBuildEnds(REPO);

            first.set(null);
            while (another.findsInUse()) {
                System.gc();
            }

            assertThat(other.findsInUse()).isTrue();
            assertThat(second).hasSize(1);
        }
    }

    @Test
    void use_waitsForOneThatPrunes() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            assertThat(other.excludes()).isTrue();
            var use = new AtomicReference<Closeable>();
            Thread build = begin(use);
            awaitPause(build);
            assertThat(use).hasNullValue();

            other.release();

            build.join();
            assertThat(other.findsInUse()).isTrue();
            use.get().close();
        }
    }

    @Test
    void modulesOfABuild_waitTogether() throws Exception {
        var build = new ConcurrentHashMap<String, String>();
        Closeable exclusion = cache().exclude(REPO).orElseThrow();
        var modules = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            modules.add(started(() -> cache(build).useUntilBuildEnds(REPO)));
        }
        awaitAnyPause(modules);
        assertThat(modules).allMatch(Thread::isAlive);

        exclusion.close();

        for (Thread module : modules) {
            module.join();
        }
        assertThat(cache().exclude(REPO)).isEmpty();
        assertThat(build).hasSize(1);
    }

    @Test
    void use_thatTakesTooLong_isNone() throws Exception {
        var use = new RepositoryUse(root, new Disk(root), Duration.ZERO);
        try (Closeable exclusion = cache().exclude(REPO).orElseThrow()) {
            use.begin(RepoFolder.of(root, REPO)).close();

            assertThat(cache().exclude(REPO)).as("beside %s", exclusion).isEmpty();
        }
        cache().exclude(REPO).orElseThrow().close();
    }

    @Test
    void use_ofAnInterruptedThread_doesNotWait() throws Exception {
        try (Closeable exclusion = cache().exclude(REPO).orElseThrow()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> cache().useUntilBuildEnds(REPO))
                    .as("beside %s", exclusion)
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptedThread_keepsAndGetsUses() throws Exception {
        try (UsingProcess other = UsingProcess.start(root, "org/name")) {
            Closeable first = cache().use(REPO);
            Thread.currentThread().interrupt();
            Closeable second = cache().use(REPO);
            first.close();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(other.findsInUse()).isTrue();
            second.close();
            assertThat(other.findsInUse()).isFalse();
        }
    }

    @Test
    void aCacheWithoutLocks_isUsedAllTheSame_andNotPruned() throws Exception {
        Files.delete(CacheTag.of(root));
        Files.createDirectory(CacheTag.of(root));

        cache().use(REPO).close();
        cache().useUntilBuildEnds(REPO);

        assertThatThrownBy(() -> cache().exclude(REPO)).isInstanceOf(IOException.class);
        assertThat(CacheTag.of(root)).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {".locks", "CACHEDIR.TAG"})
    void links_areNotFollowed(String place) throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.deleteIfExists(root.resolve(place));
        Files.createSymbolicLink(root.resolve(place), elsewhere.resolve("planted"));

        cache().use(REPO).close();

        assertThatThrownBy(() -> cache().exclude(REPO)).isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void exclude_findsDownloadsOfAnyBuild() throws Exception {
        Path lock = RepoFolder.of(root, REPO).lock(CONTENT);
        try (FileMutex download = cache().writer(REPO).acquireMutex(CONTENT)) {
            assertThat(cache().exclude(REPO)).as("beside %s", download).isEmpty();
            assertThat(cache().exclude(model("org/other"))).isPresent();
        }

        cache().exclude(REPO).orElseThrow().close();
        assertThat(lock).isEmptyFile();
    }

    @Test
    void exclude_findsDownloadsOfPython() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        cache().writer(REPO).acquireMutex(CONTENT).close();
        Path lock = RepoFolder.of(root, REPO).lock(CONTENT);
        try (var download = new OtherProcess(python.start(HOLD, lock.toString()))) {
            download.hear("held");
            assertThat(cache().exclude(REPO)).isEmpty();

            download.kill();

            cache().exclude(REPO).orElseThrow().close();
        }
    }

    private static RepoId model(String id) {
        return new RepoId(RepoType.MODEL, id);
    }

    private SnapshotCache cache() {
        return new SnapshotCache(root, true);
    }

    private SnapshotCache cache(ConcurrentMap<String, String> build) {
        return new SnapshotCache(root, true, build);
    }

    /** The classes of the plugin, loaded once more. */
    private static URLClassLoader classesApart() throws IOException {
        var urls = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private Closeable useApart(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(SnapshotCache.class.getName());
        Class<?> repo = loader.loadClass(RepoId.class.getName());
        Class<?> repoType = loader.loadClass(RepoType.class.getName());
        Object cache = type.getConstructor(Path.class, boolean.class).newInstance(root, true);
        Object id = repo.getConstructor(repoType, String.class)
                .newInstance(repoType.getField("MODEL").get(null), "org/name");
        assertThat(type).isNotEqualTo(SnapshotCache.class);
        return (Closeable) type.getMethod("use", repo).invoke(cache, id);
    }

    private Thread begin(AtomicReference<Closeable> use) {
        return started(() -> use.set(cache().use(REPO)));
    }

    /** What a thread does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static Thread started(Step step) {
        var thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Until the thread sleeps between two attempts, or has wrongly finished. */
    private static void awaitPause(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void awaitAnyPause(ArrayList<Thread> threads) {
        while (threads.stream().noneMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                && threads.stream().anyMatch(Thread::isAlive)) {
            Thread.onSpinWait();
        }
    }
}
