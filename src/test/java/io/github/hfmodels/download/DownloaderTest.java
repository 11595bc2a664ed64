package io.github.hfmodels.download;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.LockedPlanner;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.source.SourceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {

    private static final long FAR_TOO_MUCH = 1L << 53;

    @TempDir
    private Path folder;

    private PlanFixture fixture;
    private Downloader downloader;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
        downloader = fixture.downloader(fixture.missing());
    }

    @Test
    void missingContents_areInTheSnapshotAfterwards() throws Exception {
        List<ModelFailure> failures = downloader.fetch(List.of(plan(fixture.config, fixture.weights)));

        assertThat(failures).isEmpty();
        assertThat(fixture.repository().file(FIRST, fixture.weights)).hasContent("weights");
        assertThat(fixture.missing().of(REPO, FIRST, fixture.listing.files())).isEmpty();
        assertThat(downloader.bytes()).isEqualTo(9);
    }

    @Test
    void contentThatSeveralWant_isFetchedOnce() throws Exception {
        RepoFile twin = fixture.source.file("onnx/config.json", "{}");
        var second = new Listing(SECOND, List.of(fixture.config));

        downloader.fetch(List.of(
                plan(fixture.config, twin),
                PlanFixture.plan(model("*.json"), second, fixture.missing(), fixture.config)));

        assertThat(fixture.source.asked()).hasSize(1);
        assertThat(fixture.repository().file(FIRST, fixture.config)).hasContent("{}");
        assertThat(fixture.repository().file(FIRST, twin)).hasContent("{}");
        assertThat(fixture.repository().file(SECOND, fixture.config)).hasContent("{}");
    }

    @Test
    void contentOfAnotherRevision_isLinked() throws Exception {
        fixture.store(fixture.weights);
        var second = new Listing(SECOND, List.of(fixture.weights));

        downloader.fetch(List.of(PlanFixture.plan(model(), second, fixture.missing(), fixture.weights)));

        assertThat(fixture.source.asked()).isEmpty();
        assertThat(fixture.repository().file(SECOND, fixture.weights)).hasContent("weights");
        assertThat(downloader.hasFetchedFor(model())).isFalse();
    }

    @Test
    void failure_failsThePlansThatWantTheContentAlone() throws Exception {
        fixture.source.fail("model.bin", Kind.UNAVAILABLE);
        SnapshotPlan one = plan(fixture.config, fixture.weights);
        SnapshotPlan other = fixture.plan(model("*.json"), fixture.config);

        List<ModelFailure> failures = downloader.fetch(List.of(one, other));

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.request()).isSameAs(one.request());
            assertThat(failure.reason()).isEqualTo("org/name@main: model.bin fails as the test wants");
        });
        assertThat(fixture.repository().file(FIRST, fixture.config)).hasContent("{}");
        assertThat(fixture.repository().file(FIRST, fixture.weights)).doesNotExist();
    }

    @Test
    void fileThatTheSourceDoesNotHave_isMarkedAsAbsent() throws Exception {
        fixture.source.fail("model.bin", Kind.FILE_NOT_FOUND);

        downloader.fetch(List.of(plan(fixture.weights)));

        assertThat(folder.resolve("models--org--name/.no_exist/" + FIRST + "/model.bin"))
                .isEmptyFile();
    }

    @Test
    void contentThatIsNotAsLocked_isNeverVisible() throws Exception {
        RepoFile wrong = fixture.config.withSha256("f".repeat(64));
        var planner = new LockedPlanner(fixture.lock(model(), wrong), fixture.cache, fixture.missing(), false);

        List<ModelFailure> failures = downloader.fetch(List.of(planner.plan(model())));

        assertThat(failures)
                .extracting(ModelFailure::reason)
                .singleElement()
                .asString()
                .startsWith(
                        "org/name@main: config.json: the content does not have the SHA-256 that the lock file says");
        assertThat(fixture.repository().file(FIRST, fixture.config)).doesNotExist();
        assertThat(folder.resolve("models--org--name/blobs")).isEmptyDirectory();
    }

    @Test
    void tooLittleRoom_failsAllPlansBeforeTheFirstByte() throws Exception {
        var huge = new RepoFile("huge.bin", FAR_TOO_MUCH, "e".repeat(40), null, null);

        List<ModelFailure> failures =
                downloader.fetch(List.of(plan(huge), fixture.plan(model("*.json"), fixture.config)));

        assertThat(failures)
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure.advice()).isEqualTo(Advice.to(Action.MAKE_ROOM)))
                .allSatisfy(failure -> assertThat(failure.reason())
                        .matches("org/name@main: the download needs .* and " + folder + " has .* left"));
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void contentThatHasComeSinceThePlan_isNotFetched() throws Exception {
        SnapshotPlan plan = plan(fixture.config);
        fixture.store(fixture.config);

        assertThat(downloader.fetch(List.of(plan))).isEmpty();

        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void contentThatAnotherBuildHoldsAndFetches_isSkippedOnceItIsThere() throws Exception {
        var display = new RecordingDisplay();
        Downloader waiting = fixture.downloader(fixture.missing(), display);
        SnapshotPlan plan = plan(fixture.config);
        var failures = new ArrayList<ModelFailure>();
        var thread = new Thread(() -> failures.addAll(fetch(waiting, plan)));

        try (FileMutex held = fixture.cache.writer(REPO).acquireMutex(fixture.config.digest())) {
            thread.start();
            display.awaitPlanned();
            Path part = fixture.cache.writer(REPO).part(fixture.config.digest(), held);
            Files.createDirectories(part.getParent());
            Files.writeString(part, "{}");
            fixture.cache.writer(REPO).publish(part, fixture.config.digest());
        }
        thread.join();

        assertThat(failures).isEmpty();
        assertThat(display.events).containsExactly("planned config.json", "skipped config.json", "finished");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void contentThatOnlyALockNames_andThatHasComeSinceThePlan_isNotShownWithoutTheSource() throws Exception {
        RepoFile other = fixture.source.lfs("model.bin", "another");
        SnapshotPlan plan = locked(other);
        var display = new RecordingDisplay();
        Downloader waiting = fixture.downloader(fixture.missing(), display);
        var failures = new ArrayList<ModelFailure>();
        var thread = new Thread(() -> failures.addAll(fetch(waiting, plan)));

        try (FileMutex held = fixture.cache.writer(REPO).acquireMutex(other.digest())) {
            thread.start();
            display.awaitPlanned();
            Path part = fixture.cache.writer(REPO).part(other.digest(), held);
            Files.createDirectories(part.getParent());
            Files.writeString(part, "another");
            fixture.cache.writer(REPO).publish(part, other.digest());
        }
        thread.join();

        assertThat(failures)
                .extracting(ModelFailure::reason)
                .containsExactly("org/name@main: model.bin of commit " + FIRST + " has the hash "
                        + fixture.weights.digest() + ", and not " + other.digest() + ", as hf-models.lock.json has it");
        assertThat(fixture.source.asked()).containsExactly("HEAD model.bin");
        assertThat(fixture.repository().file(FIRST, other)).doesNotExist();
    }

    @Test
    void contentThatOnlyALockNames_isFetchedToCompare_whereTheSourceNamesNoHash() throws Exception {
        fixture.store(fixture.weights);
        Files.delete(fixture.repository().file(FIRST, fixture.weights));
        fixture.source.namesNoHashes();

        assertThat(downloader.fetch(List.of(locked(fixture.weights)))).isEmpty();

        assertThat(fixture.source.asked()).containsExactly("HEAD model.bin", "model.bin");
        assertThat(fixture.repository().file(FIRST, fixture.weights)).hasContent("weights");
        assertThat(downloader.bytes()).isEqualTo(7);
    }

    private SnapshotPlan locked(RepoFile file) {
        return new LockedPlanner(fixture.lock(model(), file), fixture.cache, fixture.missing(), false).plan(model());
    }

    @Test
    void display_isToldOfEachDownload() throws Exception {
        var display = new RecordingDisplay();
        fixture.source.fail("model.bin", Kind.CORRUPT);

        fixture.downloader(fixture.missing(), display).fetch(List.of(plan(fixture.weights)));
        fixture.downloader(fixture.missing(), display).fetch(List.of(plan(fixture.config)));

        assertThat(display.events)
                .containsExactly(
                        "planned model.bin",
                        "started model.bin",
                        "failed",
                        "finished",
                        "planned config.json",
                        "started config.json",
                        "ended",
                        "finished");
    }

    @Test
    void forcedContent_isFetchedOnceInABuild() throws Exception {
        fixture.store(fixture.config);
        MissingContents missing = fixture.missingByForce();
        SnapshotPlan plan = PlanFixture.plan(model(), fixture.listing, missing, fixture.config);

        fixture.downloader(missing).fetch(List.of(plan));
        fixture.downloader(missing).fetch(List.of(plan));

        assertThat(fixture.source.asked()).containsExactly("config.json");
    }

    @Test
    void models_areKnownByWhatWasFetchedForThem() throws Exception {
        SnapshotPlan plan = plan(fixture.config);
        downloader.fetch(List.of(plan));

        assertThat(downloader.hasFetchedFor(plan.request())).isTrue();
        assertThat(downloader.hasFetchedFor(model("*.bin"))).isFalse();
    }

    private SnapshotPlan plan(RepoFile... files) {
        return fixture.plan(model(), files);
    }

    private static List<ModelFailure> fetch(Downloader downloader, SnapshotPlan plan) {
        try {
            return downloader.fetch(List.of(plan));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Notes what it is told. */
    private static final class RecordingDisplay implements DownloadDisplay {

        private final List<String> events = Collections.synchronizedList(new ArrayList<>());

        void awaitPlanned() {
            while (events.isEmpty()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void planned(List<Download> downloads) {
            downloads.forEach(download -> events.add("planned " + download.path()));
        }

        @Override
        public Transfer started(Download download) {
            events.add("started " + download.path());
            return new Transfer() {
                @Override
                public void ended(@Nullable Exception failure) {
                    events.add(failure == null ? "ended" : "failed");
                }
            };
        }

        @Override
        public void skipped(Download download) {
            events.add("skipped " + download.path());
        }

        @Override
        public void finished() {
            events.add("finished");
        }
    }

    @Test
    void theLargestContent_comesFirst_thenTheSmallOnes() throws Exception {
        RepoFile tokenizer = fixture.source.file("tokenizer.json", "[1,2]");

        oneByOne().fetch(List.of(plan(tokenizer, fixture.config, fixture.weights)));

        assertThat(fixture.source.asked()).containsExactly("model.bin", "config.json", "tokenizer.json");
    }

    private Downloader oneByOne() {
        return new Downloader(
                fixture.cache,
                new ContentSources(fixture.sources, fixture.shared),
                fixture.missing(),
                () -> DownloadDisplay.NONE,
                List.of(),
                new FetchOptions(false, false, UpdatePolicy.ALWAYS, 1, LinkMode.COPY));
    }

    @RepeatedTest(10)
    void whereALargeContentIsMissing_othersAreRequestedAfterIt() throws Exception {
        RepoFile large = fixture.source.lfs("large.bin", "x".repeat(8 << 20));

        assertThat(downloader.fetch(List.of(plan(fixture.config, large, fixture.weights))))
                .isEmpty();

        assertThat(fixture.source.asked()).hasSize(3).startsWith("large.bin");
    }

    @Test
    void whereAnotherBuildFetchesTheLargeContent_theOthersAreRequested() throws Exception {
        RepoFile large = fixture.source.lfs("large.bin", "x".repeat(8 << 20));
        var failures = new ArrayList<ModelFailure>();
        var thread = new Thread(() -> failures.addAll(fetch(downloader, plan(fixture.config, large))));
        thread.setDaemon(true);

        try (FileMutex held = fixture.cache.writer(REPO).acquireMutex(large.digest())) {
            assertThat(held.excludesEveryProcess()).isTrue();
            thread.start();
            fixture.source.awaitRequest();
        }
        thread.join();

        assertThat(failures).isEmpty();
        assertThat(fixture.source.asked()).containsExactly("config.json", "large.bin");
    }

    @Test
    void aFaultInOneDownload_doesNotEndTheLargest() throws Exception {
        RepoFile large = fixture.source.lfs("large.bin", "x".repeat(8 << 20));
        var isFaulty = new CountDownLatch(1);
        Downloader faulty = fixture.downloader(fixture.missing(), new DownloadDisplay() {
            @Override
            public Transfer started(Download download) {
                if (download.path().equals("config.json")) {
                    isFaulty.countDown();
                    throw new LinkageError("as the test wants");
                }
                return DownloadDisplay.super.started(download);
            }
        });
        var thrown = new AtomicReference<Throwable>();
        var thread = new Thread(() -> fetch(faulty, plan(fixture.config, large)));
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((any, failure) -> thrown.set(failure));

        try (FileMutex held = fixture.cache.writer(REPO).acquireMutex(large.digest())) {
            assertThat(held.excludesEveryProcess()).isTrue();
            thread.start();
            isFaulty.await();
        }
        thread.join();

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasRootCauseInstanceOf(LinkageError.class);
        assertThat(fixture.repository().file(FIRST, large)).exists();
    }

    @Test
    void anUpdateRequestsTheLargestOfTheNewContents_first() throws Exception {
        RepoFile known = fixture.source.lfs("known.bin", "k".repeat(9 << 20));
        RepoFile large = fixture.source.lfs("large.bin", "x".repeat(8 << 20));
        fixture.store(known);
        Files.delete(fixture.repository().file(FIRST, known));

        assertThat(oneByOne().fetch(List.of(plan(fixture.config, known, large))))
                .isEmpty();

        assertThat(fixture.source.asked()).containsExactly("large.bin", "config.json");
        assertThat(fixture.repository().file(FIRST, known)).exists();
    }

    @Test
    void firstRuleThatIsBroken_isTold() {
        Downloader checking = fixture.downloader(
                fixture.missing(), new MaxSizeCheck(1_200_000), new MaxSizeCheck(2), new MaxSizeCheck(1));

        assertThatThrownBy(() -> checking.check(List.of(plan(fixture.weights))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("more than the 2 B that are allowed");
    }
}
