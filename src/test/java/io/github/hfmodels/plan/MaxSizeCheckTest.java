package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MaxSizeCheckTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;
    private RepoFile large;
    private SnapshotPlan plan;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
        large = fixture.source.lfs("large.bin", "x".repeat(1_200_000));
        plan = fixture.plan(model(), large);
    }

    @Test
    void more_isRefusedWithTheModels() {
        SnapshotPlan other = fixture.plan(
                model(new RepoId(RepoType.MODEL, "org/two"), Revision.MAIN, model().selection()),
                fixture.source.lfs("model.bin", "y".repeat(800_000)));

        UserException mistake = violation(1_500_000, 0, plan, other).orElseThrow();

        assertThat(mistake)
                .hasMessage("2.0 MB would be downloaded, more than the 1.5 MB that are allowed:"
                        + " org/name@main 1.2 MB, org/two@main 800.0 kB");
        assertThat(mistake.advice()).isEqualTo(Advice.to(Action.ALLOW_MORE_BYTES));
    }

    @Test
    void justAsMuch_isAllowed() {
        assertThat(violation(1_200_000, 0, plan)).isEmpty();
    }

    @Test
    void numbersThatLookTheSame_areToldExactly() {
        assertThat(violation(1_199_999, 0, plan).orElseThrow())
                .hasMessageStartingWith("1200000 B would be downloaded, more than the 1199999 B that are allowed");
    }

    @Test
    void whatTheRunHasDownloaded_counts() {
        assertThat(violation(1_200_000, 1, plan)).isPresent();
    }

    @Test
    void contentThatTwoPlansWant_countsOnceForTheFirst() {
        SnapshotPlan again = fixture.plan(model("*.bin"), large);

        assertThat(violation(1_200_000, 0, plan, again)).isEmpty();
        assertThat(violation(1, 0, plan, again).orElseThrow()).hasMessageEndingWith(": org/name@main 1.2 MB");
    }

    @Test
    void whatTheCacheHas_doesNotCount() throws IOException {
        fixture.store(large);

        assertThat(violation(0, 0, fixture.plan(model(), large))).isEmpty();
    }

    private Optional<UserException> violation(long maxBytes, long downloaded, SnapshotPlan... plans) {
        return new MaxSizeCheck(maxBytes).violation(List.of(plans), fixture.missing(), downloaded);
    }

    /** So many that looking at all files for each would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyFiles_areEachCountedOnce() {
        List<RepoFile> files = IntStream.range(0, 100_000)
                .mapToObj(i -> new RepoFile("f" + i, 1L << 53, String.format("%040x", i), null, null))
                .toList();
        var lacking = new SnapshotPlan(
                model(),
                new Listing(PlanFixture.FIRST, files),
                false,
                true,
                null,
                SelectedFiles.ofPatterns(files),
                files);

        assertThat(violation(1, 0, lacking).orElseThrow()).hasMessageStartingWith("9223372.0 TB would be downloaded");
    }
}
