package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedPlannerTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @AfterEach
    void nobodyWasAskedAndNothingWritten() {
        assertThat(fixture.source.asked()).isEmpty();
        assertThat(folder.resolve("models--org--name/trees")).doesNotExist();
    }

    @Test
    void lockedModel_isWhatTheLockSays() throws IOException {
        fixture.store(fixture.config);

        SnapshotPlan plan = planner(false).plan(model());

        assertThat(plan.listing().commit()).isEqualTo(FIRST);
        assertThat(plan.listing().license()).isEqualTo("mit");
        assertThat(plan.selected()).hasSize(2);
        assertThat(plan.missing()).extracting("path").containsExactly("model.bin");
        assertThat(plan.lock()).isNotNull().extracting(ActiveLock::name).isEqualTo("hf-models.lock.json");
        assertThat(plan.isLookedUp()).isFalse();
    }

    @Test
    void refresh_saysTheSame() {
        assertThat(planner(false).refresh(model())).isEqualTo(planner(false).plan(model()));
    }

    @Test
    void otherSelection_isNamed() {
        assertRefused(model("*.bin"), "hf-models.lock.json has it with all files, but wanted is includes [*.bin]");
    }

    @Test
    void otherRevision_isNamed() {
        assertRefused(
                model(REPO, new Revision("v1"), model().selection()),
                "hf-models.lock.json has it at revision main, but wanted is v1");
    }

    @Test
    void modelThatTheLockDoesNotHave_isNamed() {
        assertRefused(
                model(new RepoId(RepoType.DATASET, "org/name"), Revision.MAIN, model().selection()),
                "hf-models.lock.json does not have it");
    }

    @Test
    void idInAnotherCase_isAnotherModel() {
        assertRefused(
                model(new RepoId(RepoType.MODEL, "Org/Name"), Revision.MAIN, model().selection()),
                "hf-models.lock.json does not have it");
    }

    @Test
    void offline_whatTheCacheLacksIsTheUsersToCorrect() throws IOException {
        fixture.store(fixture.config);

        assertThatThrownBy(() -> planner(true).plan(model()))
                .isInstanceOf(UserException.class)
                .hasMessage("the cache lacks model.bin, and the build is offline");
        assertThat(planner(true).preview(model()).missing()).hasSize(1);
    }

    @Test
    void offline_aCompleteCacheWillDo() throws IOException {
        fixture.store(fixture.config, fixture.weights);

        assertThat(planner(true).plan(model()).missing()).isEmpty();
    }

    @Test
    void lockedNameThatMavenWouldEvaluate_isRefused() {
        var file = fixture.source.file("${env.HF_TOKEN}.onnx", "1");
        var planner = new LockedPlanner(fixture.lock(model(), file), fixture.cache, fixture.missing(), false);

        assertThatThrownBy(() -> planner.plan(model()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("${env.HF_TOKEN}.onnx");
    }

    private void assertRefused(ModelRequest model, String reason) {
        assertThatThrownBy(() -> planner(false).plan(model))
                .isInstanceOfSatisfying(
                        UserException.class,
                        refusal -> assertThat(refusal.advice()).isEqualTo(Advice.to(Action.LOCK)))
                .hasMessage(reason);
    }

    private LockedPlanner planner(boolean offline) {
        return new LockedPlanner(
                fixture.lock(model(), fixture.config, fixture.weights), fixture.cache, fixture.missing(), offline);
    }
}
