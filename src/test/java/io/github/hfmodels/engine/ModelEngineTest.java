package io.github.hfmodels.engine;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.RelockRequest;
import io.github.hfmodels.relock.RelockRequest.Mode;
import io.github.hfmodels.source.SourceRegistry;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelEngineTest {

    private static final PrefetchRequest MODEL = new PrefetchRequest(List.of(model()), null, List.of());

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void prefetch_makesModelsReady_andTheNextOneAsksNothing() throws Exception {
        try (ModelEngine engine = engine(fixture.sources)) {
            PrefetchResult result = engine.prefetch(MODEL);

            assertThat(result.failures()).isEmpty();
            assertThat(result.bytes()).isEqualTo(9);
            assertThat(result.models().get(0).path().resolve("model.bin")).hasContent("weights");
            assertThat(engine.requestCount()).isEqualTo(3);

            assertThat(engine.prefetch(MODEL).models().get(0).wasCached()).isTrue();
            assertThat(engine.requestCount()).isEqualTo(3);
        }
    }

    @Test
    void plan_writesNothing() throws Exception {
        try (ModelEngine engine = engine(fixture.sources)) {
            PrefetchPlan plan = engine.plan(MODEL);

            assertThat(plan.bytes()).isEqualTo(9);
            assertThat(plan.requests()).isEqualTo(3);
            assertThat(engine.requestCount()).isEqualTo(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void lock_hasTheCommitAndEveryHash() throws Exception {
        try (ModelEngine engine = engine(fixture.sources)) {
            LockOutcome outcome = engine.relock(relock(Mode.LOCK, false));

            assertThat(outcome.failures()).isEmpty();
            assertThat(outcome.lock().models()).singleElement().satisfies(locked -> {
                assertThat(locked.commit()).isEqualTo(FIRST);
                assertThat(locked.files())
                        .hasSize(2)
                        .allMatch(file -> file.contentSha256().isPresent());
            });
        }
    }

    @Test
    void updateAsADryRun_writesNothing() throws Exception {
        try (ModelEngine engine = engine(fixture.sources)) {
            assertThat(engine.relock(relock(Mode.UPDATE, true)).changes()).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongSettings_failTheGoalAndNotAModel() {
        var wrong = new UserException("the endpoint is wrong");
        try (ModelEngine engine = engine(new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> {
            throw wrong;
        })))) {
            assertThatThrownBy(() -> engine.prefetch(MODEL)).isSameAs(wrong);
            assertThatThrownBy(() -> engine.plan(MODEL)).isSameAs(wrong);
            assertThatThrownBy(() -> engine.relock(relock(Mode.LOCK, false))).isSameAs(wrong);
            assertThatThrownBy(() -> engine.relock(relock(Mode.UPDATE, true))).isSameAs(wrong);
        }
    }

    @Test
    void wrongSettings_areToldBeforeARuleThatIsBroken() {
        PlanCheck broken = (plans, missing, downloaded) -> Optional.of(new UserException("too much"));
        try (ModelEngine engine = engine(new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> {
            throw new UserException("no such proxy");
        })))) {
            assertThatThrownBy(() -> engine.prefetch(new PrefetchRequest(List.of(model()), null, List.of(broken))))
                    .hasMessage("no such proxy");
        }
    }

    @Test
    void settingsThatNobodyNeeds_mayBeWrong() throws Exception {
        try (ModelEngine engine = engine(fixture.sources)) {
            engine.prefetch(MODEL);
        }
        try (ModelEngine engine = engine(new SourceRegistry(Map.of()))) {
            assertThat(engine.prefetch(MODEL).failures()).isEmpty();
            assertThat(engine.requestCount()).isZero();
        }
    }

    private static RelockRequest relock(Mode mode, boolean dryRun) {
        return new RelockRequest(mode, ModelLock.EMPTY, List.of(model()), List.of(), dryRun);
    }

    private ModelEngine engine(SourceRegistry sources) {
        return new ModelEngine(
                fixture.cache,
                sources,
                fixture.shared,
                PlanFixture.options("daily", false, false),
                ZonedDateTime::now,
                () -> DownloadDisplay.NONE);
    }
}
