package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static io.github.hfmodels.plan.PlanFixture.model;
import static io.github.hfmodels.plan.PlanFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source says at which commit a revision is, and then fails to list it. */
class NamedCommitTest {

    private static final Instant NOON = Instant.parse("2020-03-10T12:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2020-03-09T23:59:59Z");
    private static final String REASON = "org/name@main fails as the test wants";

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepareACompleteCacheOfTheFirstCommit() throws IOException {
        fixture = new PlanFixture(folder);
        fixture.store(fixture.config, fixture.weights);
        fixture.storeListing(fixture.listing, YESTERDAY);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void commitWhoseListIsInTheCache_isAsGoodAsListed(Kind kind) throws IOException {
        fixture.source.failList("org/name@main", FIRST, kind);

        SnapshotPlan plan = planner("always").plan(model());

        assertThat(plan.listing().commit()).isEqualTo(FIRST);
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.isLookedUp()).isTrue();
    }

    @Test
    void otherModules_takeOverTheAnswer() throws IOException {
        fixture.source.failList("org/name@main", FIRST, Kind.UNAVAILABLE);
        planner("always").plan(model());

        assertThat(planner("always").plan(model("*.json")).isLookedUp()).isTrue();
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @Test
    void whatTheCacheLacksOfAListedCommit_isDownloaded() throws IOException {
        Files.delete(folder.resolve("models--org--name/snapshots/" + FIRST + "/model.bin"));
        Files.delete(folder.resolve("models--org--name/blobs/" + fixture.weights.digest()));
        fixture.source.failList("org/name@main", FIRST, Kind.UNAVAILABLE);

        assertThat(planner("always").plan(model()).missing()).containsExactly(fixture.weights);
    }

    @Test
    void commitWithoutAListInTheCache_isTakenAsItIsWithAWarning() throws IOException {
        forgetTheList();
        fixture.source.failList("org/name@main", FIRST, Kind.UNAVAILABLE);

        try (var log = new CapturedLog()) {
            SnapshotPlan plan = planner("always").plan(model());

            assertThat(plan.selected()).hasSize(2);
            assertThat(plan.isLookedUp()).isTrue();
            assertThat(log.lines("the cache has no list of commit " + FIRST)).hasSize(1);
            assertThat(log.lines(REASON + "; using commit " + FIRST + " from the cache"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void olderSnapshot_isNotUsed(Kind kind) {
        fixture.source.failList("org/name@main", SECOND, kind);

        assertThatThrownBy(() -> planner("always").plan(model()))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessage(REASON);
        assertThat(fixture.shared.isGivenUp(REPO, Revision.MAIN)).isFalse();
    }

    @Test
    void olderSnapshot_isNotUsedWhenAFileThatDecidesCannotBeRead() {
        fixture.source.publish(
                REPO,
                Revision.MAIN,
                new Listing(SECOND, List.of(fixture.source.file("config.json", "{ }"), fixture.weights)));
        fixture.source.fail("config.json", Kind.UNAVAILABLE);
        var transformers = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);

        assertThatThrownBy(() -> planner("always")
                        .plan(model(REPO, Revision.MAIN, Selection.of(new Part.ByPreset(transformers)))))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.commit()).isEqualTo(SECOND));
    }

    @Test
    void believedCommitThatTheSourceHasButDoesNotList_isNotAskedForByItsBranch() throws IOException {
        forgetTheList();
        Files.delete(folder.resolve("models--org--name/snapshots/" + FIRST + "/model.bin"));
        fixture.source.failList("org/name@" + FIRST, FIRST, Kind.REVISION_NOT_FOUND);

        assertThatThrownBy(() -> planner("never").plan(model("model.bin")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.commit()).isEqualTo(FIRST));
        assertThat(fixture.source.asked()).containsExactly("org/name@" + FIRST);
    }

    @Test
    void believedCommitThatTheCacheHas_isEnough() throws IOException {
        forgetTheList();
        fixture.source.failList("org/name@" + FIRST, FIRST, Kind.UNAVAILABLE);

        SnapshotPlan plan = planner("never").plan(model());

        assertThat(plan.missing()).isEmpty();
        assertThat(plan.isLookedUp()).isFalse();
    }

    private void forgetTheList() throws IOException {
        Files.delete(folder.resolve("models--org--name/trees/" + FIRST + ".json"));
    }

    private SourcePlanner planner(String updatePolicy) {
        return fixture.planner(
                options(updatePolicy, false, false), () -> ZonedDateTime.ofInstant(NOON, ZoneOffset.UTC));
    }
}
