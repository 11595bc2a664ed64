package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static io.github.hfmodels.plan.PlanFixture.model;
import static io.github.hfmodels.plan.PlanFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
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
import org.junit.jupiter.params.provider.ValueSource;

class SourcePlannerTest {

    private static final Instant NOON = Instant.parse("2020-03-10T12:00:00Z");
    private static final Instant THIS_MORNING = Instant.parse("2020-03-10T06:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2020-03-09T23:59:59Z");
    private static final Revision BY_COMMIT = new Revision(FIRST.hex());

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void emptyCache_asksTheSourceAndStoresTheListing() throws IOException {
        SnapshotPlan plan = planner("daily").plan(model());

        assertThat(plan.listing()).isEqualTo(fixture.listing);
        assertThat(plan.missing()).containsExactly(fixture.config, fixture.weights);
        assertThat(plan.isLookedUp()).isTrue();
        assertThat(plan.isFromCache()).isFalse();
        assertThat(fixture.repository().listing(FIRST)).isPresent();
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @Test
    void recentLookup_isBelieved() throws IOException {
        cached(THIS_MORNING);

        SnapshotPlan plan = planner("daily").plan(model());

        assertThat(plan.isFromCache()).isTrue();
        assertThat(plan.isLookedUp()).isFalse();
        assertThat(plan.missing()).isEmpty();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void lookupThatIsDue_asksTheSource() throws IOException {
        cached(YESTERDAY);
        publish(SECOND, fixture.config);

        SnapshotPlan plan = planner("daily").plan(model());

        assertThat(plan.listing().commit()).isEqualTo(SECOND);
        assertThat(plan.isLookedUp()).isTrue();
    }

    @Test
    void answerOfAnotherModule_isTakenOver() throws IOException {
        planner("always").plan(model());
        publish(SECOND, fixture.config);

        SnapshotPlan plan = planner("always").plan(model("*.json"));

        assertThat(plan.listing().commit()).isEqualTo(FIRST);
        assertThat(plan.isLookedUp()).isTrue();
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @Test
    void commit_isNeverLookedUp() throws IOException {
        cached(YESTERDAY);

        SnapshotPlan plan = planner("always").plan(pinned());

        assertThat(plan.missing()).isEmpty();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void force_asksWhateverTheCacheSays() throws IOException {
        cached(THIS_MORNING);

        SnapshotPlan plan = planner(options("never", false, true)).plan(model());

        assertThat(plan.missing()).hasSize(2);
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @Test
    void forceAndSourceDown_isTheSourcesFailure() throws IOException {
        cached(THIS_MORNING);
        fixture.source.fail("org/name@main", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> planner(options("never", false, true)).plan(model()))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void storedListingThatDoesNotHaveWhatIsWanted_isAskedForAgain() throws IOException {
        cached(THIS_MORNING);
        fixture.storeListing(new Listing(FIRST, List.of(fixture.config)), THIS_MORNING);

        SnapshotPlan plan = planner("daily").plan(model("*.bin"));

        assertThat(plan.selected()).containsExactly(fixture.weights);
        assertThat(plan.isLookedUp()).isFalse();
        assertThat(fixture.source.asked()).containsExactly("org/name@" + FIRST);
        assertThat(fixture.repository().listing(FIRST)).contains(fixture.listing);
    }

    @Test
    void staleListing_isListedAgainBySourcesThatElseOnlyNameTheCommit() throws IOException {
        Listing stale = new Listing(FIRST, List.of(fixture.config, fixture.source.lfs("model.bin", "other")));
        fixture.storeListing(stale, YESTERDAY);
        fixture.source.listsWhatIsUnknown();
        SourcePlanner planner = planner("daily");

        SnapshotPlan first = planner.plan(model());
        SnapshotPlan again = planner.refresh(model());

        assertThat(first.selected()).isEqualTo(stale.files());
        // So that a failed download leads to the refresh.
        assertThat(first.isFromCache()).isTrue();
        assertThat(again.selected()).containsExactly(fixture.config, fixture.weights);
        assertThat(fixture.repository().listing(FIRST)).contains(fixture.listing);
    }

    @Test
    void staleListingWhoseConfigIsGone_isListedAgain() throws IOException {
        RepoFile gone = new RepoFile("config.json", 7, "d".repeat(40), null, null);
        fixture.storeListing(new Listing(FIRST, List.of(gone, fixture.weights)), YESTERDAY);
        fixture.source.listsWhatIsUnknown();
        var transformers = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
        RepoFile model = fixture.source.lfs("model.safetensors", "weights");
        publish(FIRST, fixture.config, model);

        SnapshotPlan plan =
                planner("daily").plan(model(REPO, Revision.MAIN, Selection.of(new Part.ByPreset(transformers))));

        assertThat(plan.selected()).contains(model);
    }

    @Test
    void fileThatAnETagNamed_isMissingWhereTheSourceNamesItsHash() throws IOException {
        fixture.store(fixture.config, fixture.source.tagged("model.bin", "WEIGHTS", "5f3a-2d"));

        SnapshotPlan plan = planner("daily").plan(model());

        assertThat(plan.missing()).containsExactly(fixture.weights);
        assertThat(fixture.missing().toBeDownloaded(plan)).containsExactly(fixture.weights);
    }

    @Test
    void force_believesNoStoredListing() throws IOException {
        fixture.storeListing(new Listing(FIRST, List.of(fixture.config)), THIS_MORNING);
        fixture.source.listsWhatIsUnknown();

        assertThat(planner(options("never", false, true)).plan(model()).selected())
                .containsExactly(fixture.config, fixture.weights);
    }

    @Test
    void commitThatTheSourceNoLongerHas_isNoLongerBelieved() throws IOException {
        cached(THIS_MORNING);
        publish(SECOND, fixture.weights);
        fixture.source.fail("org/name@" + FIRST, Kind.REVISION_NOT_FOUND);

        SnapshotPlan plan = planner("daily").refresh(model());

        assertThat(plan.listing().commit()).isEqualTo(SECOND);
        assertThat(fixture.source.asked()).containsExactly("org/name@" + FIRST, "org/name@main");
    }

    @Test
    void refresh_asksForTheCommitThatIsBelieved() throws IOException {
        cached(THIS_MORNING);

        SnapshotPlan plan = planner("daily").refresh(model());

        assertThat(plan.isFromCache()).isFalse();
        assertThat(fixture.source.asked()).containsExactly("org/name@" + FIRST);
    }

    @Test
    void sourceDownAndCompleteCache_isAWarningForTheWholeBuild() throws IOException {
        cached(YESTERDAY);
        fixture.source.fail("org/name@main", Kind.UNAVAILABLE);

        try (var log = new CapturedLog()) {
            SnapshotPlan plan = planner("daily").plan(model());
            assertThat(plan.missing()).isEmpty();
            assertThat(plan.isLookedUp()).isFalse();
            assertThat(planner("daily").plan(model()).missing()).isEmpty();

            assertThat(log.lines("org/name@main fails as the test wants; using commit " + FIRST + " from the cache"))
                    .hasSize(1);
        }
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @Test
    void sourceDownAndIncompleteCache_isTheSourcesFailure() throws IOException {
        fixture.store(fixture.config);
        fixture.storeListing(fixture.listing, YESTERDAY);
        fixture.source.fail("org/name@main", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> planner("daily").plan(model()))
                .isInstanceOf(SourceException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("the cache lacks model.bin"));
    }

    @Test
    void revisionThatTheSourceDoesNotHave_isItsFailureAlthoughTheCacheIsComplete() throws IOException {
        cached(YESTERDAY);
        fixture.source.fail("org/name@main", Kind.REVISION_NOT_FOUND);

        assertThatThrownBy(() -> planner("daily").plan(model()))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.REVISION_NOT_FOUND));
    }

    @Test
    void refThatNamesNoCommit_countsAsNone() throws IOException {
        cached(THIS_MORNING);
        Files.writeString(folder.resolve("models--org--name/refs/main"), "something else");

        assertThat(planner("daily").plan(model()).isLookedUp()).isTrue();
        assertThat(fixture.source.asked()).containsExactly("org/name@main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily", "interval:60"})
    void buildThatBeganBeforeTheLastLookup_believesIt(String policy) throws IOException {
        cached(NOON.plusSeconds(1));

        assertThat(planner(policy).plan(model()).isFromCache()).isTrue();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void selectionThatMatchesNothing_isToldOfALookupWhereThatMayHelp() throws IOException {
        cached(THIS_MORNING);

        assertThat(mistake(planner("daily"), model("*.gguf"))).isEqualTo(Advice.to(Action.LOOK_UP_AGAIN));
        assertThat(mistake(planner("always"), model("*.gguf"))).isEqualTo(Advice.NONE);
        assertThat(mistake(
                        planner("daily"), model(REPO, BY_COMMIT, model("*.gguf").selection())))
                .isEqualTo(Advice.NONE);
        assertThat(mistake(offline(), model("*.gguf"))).isEqualTo(Advice.NONE);
    }

    private static Advice mistake(Planner planner, ModelRequest model) {
        return catchThrowableOfType(UserException.class, () -> planner.plan(model))
                .advice();
    }

    @Test
    void listingThatCannotBeUsed_isNotStored() {
        var within = new ModelRequest(
                REPO, Revision.MAIN, model().selection(), "name", folder.resolve("models--org--name/out"), false);

        assertThatThrownBy(() -> planner("daily").plan(model("*.gguf"))).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> planner("daily").plan(within)).isInstanceOf(UserException.class);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void offlineAndCompleteCache_asksNobodyHoweverOldTheLookupIs() throws IOException {
        cached(YESTERDAY);

        assertThat(offline().plan(model()).missing()).isEmpty();
        assertThat(offline().plan(pinned()).missing()).isEmpty();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void offlineAndIncompleteCache_isTheUsersToCorrect() throws IOException {
        fixture.store(fixture.config);
        fixture.storeListing(fixture.listing, THIS_MORNING);

        assertThatThrownBy(() -> offline().plan(model()))
                .isInstanceOf(UserException.class)
                .hasMessage("the cache lacks model.bin, and the build is offline");
        assertThat(offline().plan(model("*.json")).missing()).isEmpty();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void offlineAndUnknown_isTheUsersToCorrect() {
        assertThatThrownBy(() -> offline().plan(model()))
                .isInstanceOf(UserException.class)
                .hasMessage("it is not in the cache " + fixture.cache + ", and the build is offline");
        assertThatThrownBy(() -> offline().plan(pinned()))
                .isInstanceOf(UserException.class)
                .hasMessage("commit " + FIRST + " is not in the cache " + fixture.cache + ", and the build is offline");
    }

    @Test
    void offlinePreview_hasWhatIsMissing() throws IOException {
        fixture.store(fixture.config);
        fixture.storeListing(fixture.listing, THIS_MORNING);

        assertThat(offline().preview(model()).missing()).containsExactly(fixture.weights);
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void offlineSnapshotWithoutAListing_isTakenAsItIs() throws IOException {
        cached(THIS_MORNING);
        Files.delete(folder.resolve("models--org--name/trees/" + FIRST + ".json"));

        try (var log = new CapturedLog()) {
            assertThat(offline().plan(model()).selected())
                    .extracting(RepoFile::path)
                    .containsExactlyInAnyOrder("config.json", "model.bin");
            assertThat(log.lines("the cache has no list of commit " + FIRST)).hasSize(1);
        }
    }

    /** The cache has all of the first commit, which {@code main} was found at. */
    private void cached(Instant lastLookup) throws IOException {
        fixture.store(fixture.config, fixture.weights);
        fixture.storeListing(fixture.listing, lastLookup);
    }

    private void publish(CommitHash commit, RepoFile... files) {
        fixture.source.publish(REPO, Revision.MAIN, new Listing(commit, List.of(files)));
    }

    private static ModelRequest pinned() {
        return model(REPO, BY_COMMIT, model().selection());
    }

    private SourcePlanner offline() {
        return planner(options("always", true, false));
    }

    private SourcePlanner planner(String updatePolicy) {
        return planner(options(updatePolicy, false, false));
    }

    private SourcePlanner planner(FetchOptions options) {
        return fixture.planner(options, () -> ZonedDateTime.ofInstant(NOON, ZoneOffset.UTC));
    }
}
