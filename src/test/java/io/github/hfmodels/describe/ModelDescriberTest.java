package io.github.hfmodels.describe;

import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDescriberTest {

    private static final RepoId BASE = new RepoId(RepoType.MODEL, "org/base");

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void modelOfASourceThatSaysNothing_isNotKnown() {
        assertThat(described(null, null, Optional.empty()).isKnown()).isFalse();
        assertThat(described(null, null, Optional.of(ModelInfo.EMPTY)).isKnown())
                .isFalse();
        ActiveLock lock = fixture.lock(model(), fixture.config);
        assertThat(described(null, lock, Optional.of(ModelInfo.EMPTY)).isKnown())
                .isFalse();
    }

    @Test
    void modelOfWhichSomethingIsSaid_isKnown() {
        var scanned = new ModelInfo(null, ModelCard.EMPTY, Map.of("config.json", ScanVerdict.SAFE));

        assertThat(described(null, null, Optional.of(scanned)).isKnown()).isTrue();
        assertThat(described("mit", null, Optional.of(ModelInfo.EMPTY)).isKnown())
                .isTrue();
    }

    @Test
    void companionOfWhichNothingCanBeLearnt_failsItsModelAlone() throws InterruptedException {
        var other = model(new RepoId(RepoType.MODEL, "org/other"), model().revision(), model().selection());
        fixture.source.fail("info org/base", Kind.UNAVAILABLE);

        Descriptions descriptions = new ModelDescriber(planner(), new ModelInfos(fixture.sources, false), null)
                .describe(List.of(model(), other));

        assertThat(descriptions.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).startsWith("org/name@main needs org/base@main: "));
        assertThat(descriptions.models())
                .extracting(each -> each.model().repo().id())
                .containsExactly("org/other");
    }

    private DescribedModel described(@Nullable String license, @Nullable ActiveLock lock, Optional<ModelInfo> info) {
        var listing = new Listing(PlanFixture.FIRST, List.of(fixture.config), license);
        return ModelDescriber.describe(plan(model(), listing, lock, List.of()), info, listing.files());
    }

    /** The model needs a base. */
    private Planner planner() {
        return new Planner() {
            @Override
            public SnapshotPlan plan(ModelRequest wanted) {
                boolean isBased = wanted.repo().equals(REPO);
                List<Companion> companions =
                        isBased ? List.of(Companion.atDefault(BASE, Part.EVERYTHING, "a test")) : List.of();
                return ModelDescriberTest.plan(wanted, fixture.listing, null, companions);
            }

            @Override
            public SnapshotPlan preview(ModelRequest wanted) {
                return plan(wanted);
            }

            @Override
            public SnapshotPlan refresh(ModelRequest wanted) {
                return plan(wanted);
            }
        };
    }

    private static SnapshotPlan plan(
            ModelRequest wanted, Listing listing, @Nullable ActiveLock lock, List<Companion> companions) {
        var files = new SelectedFiles(listing.files(), Map.of(), companions);
        return new SnapshotPlan(wanted, listing, false, false, lock, files, List.of());
    }
}
