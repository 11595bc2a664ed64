package io.github.hfmodels.prefetch;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private PlanFixture fixture;
    private Publisher publisher;
    private Path ref;

    @BeforeEach
    void prepare() throws IOException {
        Path cache = folder.resolve("hub");
        fixture = new PlanFixture(cache);
        fixture.store(fixture.config);
        publisher = new Publisher(fixture.cache, LinkMode.COPY, null);
        ref = cache.resolve("models--org--name/refs/main");
    }

    @Test
    void lookedUp_theRefNamesTheCommitFromNowOn() throws IOException {
        fixture.storeListing(new Listing(SECOND, List.of()), LONG_AGO);

        Path path = publisher.publish(plan(true, null));

        assertThat(path).isEqualTo(fixture.repository().snapshot(FIRST));
        assertThat(ref).hasContent(FIRST.hex());
        assertThat(lastLookup()).isAfter(LONG_AGO);
    }

    @Test
    void lookedUpAndNotMoved_theRefSaysWhen() throws IOException {
        fixture.storeListing(fixture.listing, LONG_AGO);

        publisher.publish(plan(true, null));

        assertThat(lastLookup()).isAfter(LONG_AGO);
    }

    @Test
    void notLookedUp_theRefStaysAsItIs() throws IOException {
        fixture.storeListing(fixture.listing, LONG_AGO);

        publisher.publish(plan(false, null));

        assertThat(lastLookup()).isEqualTo(LONG_AGO);
    }

    @Test
    void locked_aRefIsWrittenWhereThereIsNone_andDoesNotPassForALookup() throws IOException {
        publisher.publish(plan(false, lock(false)));

        assertThat(ref).hasContent(FIRST.hex());
        assertThat(lastLookup()).isEqualTo(Instant.EPOCH);
        assertThat(fixture.repository().listing(FIRST)).isEmpty();
    }

    @Test
    void locked_aRefOfASharedCacheIsNotMoved() throws IOException {
        fixture.storeListing(new Listing(SECOND, List.of()), LONG_AGO);

        publisher.publish(plan(false, lock(false)));

        assertThat(ref).hasContent(SECOND.hex());
        assertThat(lastLookup()).isEqualTo(LONG_AGO);
    }

    @Test
    void locked_aRefOfTheProjectsOwnCacheIsMoved() throws IOException {
        fixture.storeListing(new Listing(SECOND, List.of()), LONG_AGO);

        publisher.publish(plan(false, lock(true)));

        assertThat(ref).hasContent(FIRST.hex());
        assertThat(lastLookup()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void pinned_leavesNoRef() throws IOException {
        var pinned = new ModelRequest(REPO, new Revision(FIRST.hex()), model().selection(), "name", null, false);

        publisher.publish(new SnapshotPlan(
                pinned,
                fixture.listing,
                false,
                false,
                fixture.lock(pinned, fixture.config),
                new SelectedFiles(List.of(fixture.config), Map.of(), List.of()),
                List.of()));

        assertThat(ref.getParent()).doesNotExist();
    }

    @Test
    void refThatCannotBeWritten_isNoFailure() throws IOException {
        Files.writeString(ref.getParent(), "in the way");

        assertThat(publisher.publish(plan(true, null))).isDirectoryContaining("glob:**/config.json");
    }

    @Test
    void directory_hasTheSelectedFiles() throws IOException {
        fixture.store(fixture.weights);
        Path out = folder.resolve("out");

        assertThat(publisher.publish(plan(true, null, out))).isEqualTo(out);

        assertThat(out.resolve("config.json")).hasContent("{}");
        assertThat(out.resolve("model.bin")).doesNotExist();
    }

    @Test
    void fileThatHasVanished_isNamedAndNoRefIsWritten() throws IOException {
        Files.delete(fixture.repository().file(FIRST, fixture.config));

        assertThatThrownBy(() -> publisher.publish(plan(true, null)))
                .isInstanceOf(IOException.class)
                .hasMessage("the cache does not have config.json although it was just downloaded; check what else"
                        + " changes " + fixture.cache);
        assertThat(ref).doesNotExist();
    }

    private ActiveLock lock(boolean movesRefs) {
        ActiveLock lock = fixture.lock(model(), fixture.config);
        return new ActiveLock(lock.lock(), lock.name(), repo -> movesRefs);
    }

    private SnapshotPlan plan(boolean isLookedUp, @Nullable ActiveLock lock) {
        return plan(isLookedUp, lock, null);
    }

    /** As it was when the file was still missing. */
    private SnapshotPlan plan(boolean isLookedUp, @Nullable ActiveLock lock, @Nullable Path directory) {
        return new SnapshotPlan(
                new ModelRequest(REPO, Revision.MAIN, model().selection(), "name", directory, false),
                new Listing(FIRST, List.of(fixture.config)),
                false,
                isLookedUp,
                lock,
                new SelectedFiles(List.of(fixture.config), Map.of(), List.of()),
                List.of(fixture.config));
    }

    private Instant lastLookup() throws IOException {
        return Files.getLastModifiedTime(ref).toInstant();
    }
}
