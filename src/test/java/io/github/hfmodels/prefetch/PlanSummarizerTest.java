package io.github.hfmodels.prefetch;

import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.LockedPlanner;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SourcePlanner;
import io.github.hfmodels.prefetch.PrefetchPlan.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanSummarizerTest {

    private static final ModelRequest OTHER =
            model(new RepoId(RepoType.MODEL, "org/other"), Revision.MAIN, model().selection());

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void eachFile_isThereWithItsReason() throws Exception {
        fixture.store(fixture.config);

        PrefetchPlan plan = plan(online(), model("*.bin", "*.json"));

        assertThat(plan.models().get(0).files())
                .containsExactly(
                        new File("config.json", 2, true, 0, "include *.json"),
                        new File("model.bin", 7, false, 7, "include *.bin"));
        assertThat(plan.bytes()).isEqualTo(7);
        assertThat(plan.bytesOfDisk()).isEqualTo(7);
        assertThat(plan.downloads()).isEqualTo(1);
        assertThat(plan.cache()).isEqualTo(folder.toString());
    }

    @Test
    void requests_areThoseOfPlanningAndOneForEachContent() throws Exception {
        assertThat(plan(online(), model()).requests()).isEqualTo(3);
    }

    @Test
    void contentThatTwoModelsWant_comesWithTheFirst() throws Exception {
        PrefetchPlan plan = plan(online(), model(), model("*.bin"));

        assertThat(plan.models()).extracting(PrefetchPlan.Model::bytes).containsExactly(9L, 0L);
        assertThat(plan.bytes()).isEqualTo(9);
    }

    @Test
    void modelThatCannotBePlanned_isAFailureBesideTheOthers() throws Exception {
        PrefetchPlan plan = plan(online(), OTHER, model());

        assertThat(plan.models()).extracting(PrefetchPlan.Model::request).containsExactly(model());
        assertThat(plan.failures()).extracting(ModelFailure::request).containsExactly(OTHER);
    }

    @Test
    void offline_whatIsMissingIsPartOfThePlan() throws Exception {
        fixture.store(fixture.config);
        var lock = fixture.lock(model(), fixture.config, fixture.weights);

        PrefetchPlan plan = plan(new LockedPlanner(lock, fixture.cache, fixture.missing(), true), model());

        assertThat(plan.failures()).isEmpty();
        assertThat(plan.models().get(0).lacking()).extracting(File::path).containsExactly("model.bin");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void rulesThatAreBroken_areAllSaid() throws Exception {
        var request = new PrefetchRequest(
                List.of(model()), null, List.of(new MaxSizeCheck(8), new MaxSizeCheck(9), new MaxSizeCheck(1)));

        assertThat(summarizer(online()).plan(request).violations()).hasSize(2);
    }

    @Test
    void partOfAnEarlierBuild_countsAsThere() throws Exception {
        Path blobs = Files.createDirectories(folder.resolve("models--org--name/blobs"));
        Files.writeString(blobs.resolve(fixture.weights.digest() + ".hf-models.incomplete"), "weig");

        assertThat(plan(online(), model("*.bin")).bytes()).isEqualTo(3);
    }

    private PrefetchPlan plan(Planner planner, ModelRequest... models) throws InterruptedException, IOException {
        return summarizer(planner).plan(new PrefetchRequest(List.of(models), null, List.of()));
    }

    private PlanSummarizer summarizer(Planner planner) {
        return new PlanSummarizer(planner, fixture.missing(), fixture.cache, null, fixture.sources::requestCount);
    }

    private Planner online() {
        MissingContents missing = fixture.missing();
        return new SourcePlanner(
                fixture.cache,
                fixture.listings(),
                new FileSelector(fixture.cache, fixture.access(), fixture.metadata()),
                missing,
                fixture.shared,
                PlanFixture.options("always", false, false),
                ZonedDateTime::now);
    }
}
