package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MissingContentsTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void missing_isWhatTheSnapshotDoesNotHave() throws IOException {
        fixture.store(fixture.config);

        assertThat(fixture.missing().of(REPO, FIRST, fixture.listing.files())).containsExactly(fixture.weights);
    }

    @Test
    void fileOfAnotherLength_isMissing() throws IOException {
        fixture.store(fixture.config);
        Files.writeString(fixture.repository().file(FIRST, fixture.config), "{ }");

        assertThat(fixture.missing().of(REPO, FIRST, List.of(fixture.config))).hasSize(1);
    }

    @Test
    void forced_isEachContentOnceInABuild() throws IOException {
        fixture.store(fixture.config, fixture.weights);
        MissingContents missing = fixture.missingByForce();
        assertThat(missing.of(REPO, FIRST, fixture.listing.files())).hasSize(2);

        missing.downloaded(REPO, fixture.config.digest());

        assertThat(missing.of(REPO, FIRST, fixture.listing.files())).containsExactly(fixture.weights);
        assertThat(fixture.missingByForce().isForced(REPO, fixture.config.digest()))
                .as("to another module")
                .isFalse();
    }

    @Test
    void forced_mayBeSomeContentsAlone() throws IOException {
        fixture.store(fixture.config, fixture.weights);
        var damaged = new HashSet<>(Set.of(fixture.config.digest()));
        var missing = new MissingContents(fixture.cache, new ForcedContents() {
            @Override
            public boolean contains(RepoId repo, Digest content) {
                return damaged.contains(content);
            }

            @Override
            public void downloaded(RepoId repo, Digest content) {
                damaged.remove(content);
            }
        });
        assertThat(missing.of(REPO, FIRST, fixture.listing.files())).containsExactly(fixture.config);

        missing.downloaded(REPO, fixture.config.digest());

        assertThat(missing.of(REPO, FIRST, fixture.listing.files())).isEmpty();
    }

    @Test
    void invalidHash_isRefused() {
        var invalid = new RepoFile("a", 1, "no hash", null, null);

        assertThatThrownBy(() -> fixture.missing().of(REPO, FIRST, List.of(invalid)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void contentThatSeveralFilesHave_isOneJob() {
        RepoFile twin = fixture.source.file("onnx/config.json", "{}");
        SnapshotPlan one = fixture.plan(model(), fixture.weights, fixture.config, twin);
        SnapshotPlan other = fixture.plan(model("*.json"), fixture.config);

        List<ContentJob> jobs = fixture.missing().jobs(List.of(one, other));

        assertThat(jobs).extracting(ContentJob::size).containsExactly(7L, 2L);
        assertThat(jobs.get(1).targets()).hasSize(2);
        assertThat(jobs.get(1).plans()).contains(one, other);
        assertThat(fixture.missing().bytesOfDisk(jobs)).isEqualTo(9);
    }

    @Test
    void partOfAnEarlierBuild_countsAsThere() throws IOException {
        ContentJob job = job(fixture.weights);
        assertThat(fixture.missing().bytesToDownload(job)).isEqualTo(7);

        Path blob = Files.createDirectories(folder.resolve("models--org--name/blobs"));
        Files.writeString(blob.resolve(fixture.weights.digest() + ".hf-models.incomplete"), "weig");

        assertThat(fixture.missing().bytesToDownload(job)).isEqualTo(3);
        assertThat(fixture.missing().bytesOfDisk(List.of(job))).isEqualTo(3);
    }

    @Test
    void contentOfAnotherRevision_needsNoDownload() throws IOException {
        fixture.store(fixture.weights);
        var second = new Listing(PlanFixture.SECOND, List.of(fixture.weights));
        ContentJob job = fixture.missing()
                .jobs(List.of(PlanFixture.plan(model(), second, fixture.missing(), fixture.weights)))
                .get(0);

        assertThat(fixture.missing().isToBeDownloaded(job)).isFalse();
        assertThat(fixture.missing().bytesToDownload(job)).isZero();
        assertThat(fixture.missingByForce().isToBeDownloaded(job)).isTrue();
    }

    @Test
    void plainFileOfAnotherRevision_needsNoDownloadButRoom() throws IOException {
        fixture = new PlanFixture(new SnapshotCache(folder, false));
        fixture.store(fixture.weights);
        fixture.storeListing(fixture.listing, Instant.EPOCH);
        var second = new Listing(PlanFixture.SECOND, List.of(fixture.weights));
        ContentJob job = fixture.missing()
                .jobs(List.of(PlanFixture.plan(model(), second, fixture.missing(), fixture.weights)))
                .get(0);

        assertThat(fixture.missing().plainFiles(job))
                .containsExactly(fixture.repository().file(FIRST, fixture.weights));
        assertThat(fixture.missing().bytesToDownload(job)).isZero();
        assertThat(fixture.missing().bytesOfDisk(List.of(job))).isEqualTo(7);
    }

    @Test
    void contentsOfSeveralSources_areCountedTogether_whereTheirCachesAreOnOneDisk() {
        fixture = new PlanFixture(new SnapshotCache(folder, true).withModelScope(() -> folder.resolve("other")));
        var other = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
        MissingContents missing = fixture.missing();
        List<RepoFile> files = List.of(fixture.config, fixture.weights);
        List<ContentJob> jobs = Stream.of(PlanFixture.REPO, other)
                .map(repo -> PlanFixture.model(
                        repo, Revision.MAIN, PlanFixture.model().selection()))
                .map(model -> SnapshotPlan.ofFiles(model, fixture.listing, files, missing))
                .flatMap(plan -> missing.jobs(List.of(plan)).stream())
                .toList();

        assertThat(missing.byDisk(jobs))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(4);
    }

    @Test
    void freeSpace_isThatOfTheCachesDisk() throws IOException {
        assertThat(fixture.missing().freeSpace(PlanFixture.REPO).orElseThrow())
                .isBetween(1L, Files.getFileStore(folder).getTotalSpace());
    }

    /** So many that looking at all others for each would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void contentOfVeryManyFiles_isOneJob() {
        List<RepoFile> files = IntStream.range(0, 400_000)
                .mapToObj(i -> new RepoFile("folder/" + i, 2, "a".repeat(40), null, null))
                .toList();

        List<ContentJob> jobs = fixture.missing().jobs(List.of(lacking(files)));

        assertThat(jobs).singleElement().satisfies(job -> {
            assertThat(job.targets()).hasSize(400_000);
            assertThat(job.plans()).hasSize(1);
        });
    }

    @Test
    void sizesWhoseSumIsNoNumber_needTheMostRoom() {
        List<RepoFile> files = IntStream.range(0, 1_100)
                .mapToObj(i -> new RepoFile("f" + i, 1L << 53, String.format("%040x", i), null, null))
                .toList();

        assertThat(fixture.missing().bytesOfDisk(fixture.missing().jobs(List.of(lacking(files)))))
                .isEqualTo(Long.MAX_VALUE);
    }

    private SnapshotPlan lacking(List<RepoFile> files) {
        return new SnapshotPlan(
                model(), new Listing(FIRST, files), false, true, null, SelectedFiles.ofPatterns(files), files);
    }

    private ContentJob job(RepoFile file) {
        return fixture.missing().jobs(List.of(fixture.plan(model(), file))).get(0);
    }
}
