package io.github.hfmodels.prefetch;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.MirrorFolder;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorPublisherTest {

    private static final String COMMIT = REPO + "@" + FIRST;

    @TempDir
    private Path temporary;

    private PlanFixture fixture;
    private MirrorFolder folder;
    private Path main;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new PlanFixture(temporary.resolve("hub"));
        fixture.store(fixture.config);
        folder = new MirrorFolder(
                temporary.resolve("mirror"), fixture.cache, Set.of(SourceId.HUGGING_FACE), LinkMode.COPY);
        main = temporary.resolve("mirror/api/models/org/name/revision/main");
    }

    private void mirror(SnapshotPlan plan) throws IOException {
        mirror(plan, false);
    }

    private void mirror(SnapshotPlan plan, boolean offline) throws IOException {
        var publisher = new MirrorPublisher(
                new Publisher(fixture.cache, LinkMode.COPY, null), folder, fixture.cache, fixture.listings(), offline);
        publisher.publish(plan);
        publisher.announce(plan);
    }

    private SnapshotPlan plan(Listing listing) {
        return PlanFixture.plan(model("config.json"), listing, fixture.missing(), fixture.config);
    }

    private SnapshotPlan locked() {
        ActiveLock lock = fixture.lock(model("config.json"), fixture.config);
        LockedModel locked = lock.lock().models().get(0);
        return SnapshotPlan.ofLocked(model("config.json"), locked, lock, List.of());
    }

    @Test
    void whatTheSourceHasJustSaid_isSaidWithoutAsking() throws IOException {
        mirror(plan(fixture.listing));

        assertThat(folder.listing(REPO, FIRST)).contains(fixture.listing);
        assertThat(fixture.source.asked()).isEmpty();
    }

    /** Whoever reads it would take it for all that the repository has. */
    @Test
    void aListOfAPart_isNotSaid() throws IOException {
        var part = new Listing(FIRST, List.of(fixture.config), null, true);
        fixture.source.publish(REPO, Revision.MAIN, part);

        try (var log = new CapturedLog()) {
            mirror(plan(part));
            assertThat(log.text())
                    .contains(
                            "org/name@main: no list of all that the repository has is to be had, so only builds with a"
                                    + " lock file can use it from the mirror folder");
        }

        assertThat(main).doesNotExist();
        assertThat(folder.contents(REPO, FIRST).resolve("config.json")).hasContent("{}");
    }

    @Test
    void fileWithoutAHash_isRefused() throws IOException {
        RepoFile tagged = fixture.source.tagged("model.bin", "weights", "5f3a-2d");
        fixture.store(tagged);
        var names = new Listing(FIRST, List.of(tagged));

        assertThatThrownBy(() -> mirror(PlanFixture.plan(model("model.bin"), names, fixture.missing(), tagged)))
                .isInstanceOf(UserException.class)
                .hasMessage("the server names no hash of model.bin, which a mirror needs");
        assertThat(folder.contents(REPO, FIRST)).doesNotExist();
    }

    @Test
    void aListOfNamesAlone_isNotSaid() throws IOException {
        var names = new Listing(FIRST, List.of(fixture.config, RepoFile.named("model.bin")));
        fixture.source.publish(REPO, Revision.MAIN, names);

        mirror(plan(names));

        assertThat(main).doesNotExist();
    }

    @Test
    void ofALockedModel_theSourceIsAskedOnce() throws IOException {
        mirror(locked());
        assertThat(folder.listing(REPO, FIRST)).contains(fixture.listing);
        assertThat(fixture.source.asked()).containsExactly(COMMIT);

        mirror(locked());
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void ofALockedModel_theCachesListIsEnough_withTheLocksLicence() throws IOException {
        fixture.storeListing(fixture.listing, Instant.EPOCH);

        mirror(locked(), true);

        assertThat(folder.listing(REPO, FIRST)).contains(new Listing(FIRST, fixture.listing.files(), "mit"));
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void aLockedModelThatTheSourceDoesNotList_isThereForTheLock() throws IOException {
        fixture.source.fail(COMMIT, Kind.UNAVAILABLE);

        try (var log = new CapturedLog()) {
            mirror(locked());
            assertThat(log.text()).contains("so only builds with hf-models.lock.json can use it");
        }

        assertThat(main).doesNotExist();
        assertThat(folder.contents(REPO, FIRST).resolve("config.json")).hasContent("{}");
    }
}
