package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionPlannerTest {

    private static final RepoId BASE = new RepoId(RepoType.MODEL, "org/base");
    private static final RepoId CODE = new RepoId(RepoType.MODEL, "org/code");

    @TempDir
    private Path folder;

    private final CompanionPlanner planner = new CompanionPlanner();
    private final Map<RepoId, List<Companion>> needs = new HashMap<>();
    private final Map<RepoId, RuntimeException> failing = new HashMap<>();
    private final Map<RepoId, Error> exhausting = new HashMap<>();
    private final Map<RepoId, Companions> endless = new HashMap<>();
    private final List<RepoId> planned = new ArrayList<>();
    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void modelWithoutCompanions_isOnePlan() throws InterruptedException {
        assertThat(planAll(model())).extracting(SnapshotPlan::request).containsExactly(model());
        assertThat(planner.failures()).isEmpty();
    }

    @Test
    void companions_arePlannedAfterTheirModel_theirsToo() throws InterruptedException {
        needs(REPO, BASE);
        needs(BASE, CODE);

        List<SnapshotPlan> plans = planAll(model());

        assertThat(plans).extracting(plan -> plan.request().repo()).containsExactly(REPO, BASE, CODE);
        assertThat(plans).extracting(plan -> plan.request().wanted()).containsOnly(model());
        assertThat(plans.get(2).request().neededBy()).isEqualTo(plans.get(1).request());
    }

    @Test
    void companionsThatNeedEachOther_arePlannedOnce() throws InterruptedException {
        needs(REPO, BASE, CODE);
        needs(BASE, CODE);
        needs(CODE, BASE);

        planAll(model());

        assertThat(planned).containsExactly(REPO, BASE, CODE);
    }

    @Test
    void companionThatCannotBeHad_failsItsModelAlone() throws InterruptedException {
        needs(REPO, BASE);
        failing.put(BASE, new UserException("no"));
        ModelRequest other = model(CODE, Revision.MAIN, model().selection());

        List<SnapshotPlan> plans = planAll(model(), other);

        assertThat(plans).extracting(SnapshotPlan::request).containsExactly(other);
        assertThat(planner.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.request().repo()).isEqualTo(BASE);
            assertThat(failure.model()).isEqualTo(model());
        });
    }

    @Test
    void modelsThatNeedOneAnotherAtEverNewRevisions_failTheFirst() throws InterruptedException {
        needsAt(REPO, BASE, 1);
        needsAt(BASE, REPO, 1);
        ModelRequest other = model(CODE, Revision.MAIN, model().selection());

        List<SnapshotPlan> plans = planAll(model(), other);

        assertThat(planned).hasSizeLessThan(20);
        assertThat(plans).extracting(SnapshotPlan::request).containsExactly(other);
        assertThat(planner.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.model()).isEqualTo(model());
            assertThat(failure.cause())
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("a model that needs another, and so on, more than 8 times");
        });
    }

    @Test
    void modelThatNeedsThousandsOfOthers_fails() throws InterruptedException {
        needsAt(REPO, BASE, 10_000);

        planAll(model());

        assertThat(planned).hasSize(1);
        assertThat(planner.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause()).hasMessageContaining("more than 32 other models"));
    }

    @Test
    void modelThatIsTooMuchForMemoryOrStack_failsAlone() throws InterruptedException {
        exhausting.put(REPO, new StackOverflowError());
        exhausting.put(BASE, new OutOfMemoryError("Java heap space"));
        ModelRequest other = model(CODE, Revision.MAIN, model().selection());

        List<SnapshotPlan> plans = planAll(model(), model(BASE, Revision.MAIN, model().selection()), other);

        assertThat(plans).extracting(SnapshotPlan::request).containsExactly(other);
        assertThat(planner.failures())
                .extracting(failure -> failure.cause().getMessage())
                .containsExactly(
                        "something in it is nested too deep to be read",
                        "it needs more memory than there is (Java heap space)");
    }

    @Test
    void faultOfTheProgram_isNotAModelsFailure() {
        failing.put(REPO, new IllegalStateException("of the test"));

        assertThatThrownBy(() -> planAll(model())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void interruptedThread_stopsPlanning() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> planAll(model(), model())).isInstanceOf(InterruptedException.class);
        assertThat(planned).hasSize(1);
    }

    private List<SnapshotPlan> planAll(ModelRequest... models) throws InterruptedException {
        return planner.plan(List.of(models), this::plan);
    }

    private SnapshotPlan plan(ModelRequest model) throws IOException {
        assertThat(planned).as("plans without an end").hasSizeLessThan(1_000);
        planned.add(model.repo());
        if (exhausting.containsKey(model.repo())) {
            throw exhausting.get(model.repo());
        }
        if (failing.containsKey(model.repo())) {
            throw failing.get(model.repo());
        }
        return new SnapshotPlan(
                model,
                fixture.listing,
                false,
                true,
                null,
                new SelectedFiles(List.of(), Map.of(), companions(model.repo())),
                List.of());
    }

    private List<Companion> companions(RepoId repo) {
        Companions others = endless.get(repo);
        return others == null
                ? needs.getOrDefault(repo, List.of())
                : IntStream.range(0, others.count())
                        .mapToObj(i -> new Revision("r" + planned.size() + "-" + i))
                        .map(revision -> new Companion(others.of(), revision, Part.EVERYTHING, "base model"))
                        .toList();
    }

    /** Others that are needed, at revisions that nobody has named before. */
    private record Companions(RepoId of, int count) {}

    private void needsAt(RepoId model, RepoId other, int newRevisions) {
        endless.put(model, new Companions(other, newRevisions));
    }

    private void needs(RepoId model, RepoId... others) {
        needs.put(
                model,
                Arrays.stream(others)
                        .map(repo -> new Companion(repo, Revision.MAIN, Part.EVERYTHING, "base model"))
                        .toList());
    }
}
