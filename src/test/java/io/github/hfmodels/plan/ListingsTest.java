package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;
    private Path tree;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
        tree = folder.resolve("models--org--name/trees/" + FIRST + ".json");
    }

    @Test
    void fetched_isNotStoredYet() throws IOException {
        assertThat(fixture.listings().fetch(model(), Revision.MAIN)).isEqualTo(fixture.listing);

        assertThat(fixture.listings().stored(REPO, FIRST)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sourceThatDoesNotSay_isItsFailure() {
        fixture.source.fail("org/name@main", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> fixture.listings().fetch(model(), Revision.MAIN))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void listThatCannotBeHad_isTheOneOfTheSameCommitInTheCache() throws IOException {
        fixture.listings().store(REPO, fixture.listing);
        fixture.source.failList("org/name@main", FIRST, Kind.MALFORMED);

        assertThat(fixture.listings().fetch(model(), Revision.MAIN)).isEqualTo(fixture.listing);
    }

    @Test
    void listOfAnotherCommit_isNotTaken() {
        fixture.listings().store(REPO, fixture.listing);
        fixture.source.failList("org/name@main", SECOND, Kind.MALFORMED);

        assertThatThrownBy(() -> fixture.listings().fetch(model(), Revision.MAIN))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.commit()).isEqualTo(SECOND));
    }

    @Test
    void namesAlone_areNotStoredAndLessThanWhatIsStored() throws IOException {
        fixture.source.listsNames();
        Listing names = fixture.listings().fetch(model(), Revision.MAIN);

        assertThat(names.files()).allMatch(RepoFile::isNameOnly);
        assertThat(fixture.listings().store(REPO, names)).isFalse();
        assertThat(folder).isEmptyDirectory();

        fixture.listings().store(REPO, fixture.listing);
        assertThat(fixture.listings().fetch(model(), Revision.MAIN)).isEqualTo(fixture.listing);
    }

    @Test
    void listThatMayBeCut_isNotStored() {
        var doubtful = new Listing(FIRST, fixture.listing.files(), null, false, true);

        assertThat(fixture.listings().store(REPO, doubtful)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void filesThatWereNamed_areNotStored() throws IOException {
        fixture.source.listsWhatIsNamed();
        Listing named = fixture.listings().fetch(model("config.json"), Revision.MAIN);

        assertThat(named.files()).containsExactly(fixture.config);
        assertThat(fixture.listings().store(REPO, named)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void request_saysWhatIsKnownAndWhichFilesAreNamed() throws IOException {
        fixture.listings()
                .fetch(model("config.json", "onnx\\model.onnx", "*.bin", "[ab].txt", "folder/"), Revision.MAIN);
        fixture.storeListing(fixture.listing, Instant.EPOCH);
        fixture.listings().fetch(model(), Revision.MAIN);
        fixture.listings().fetch(model(), new Revision(FIRST.hex()));

        assertThat(fixture.source.listed())
                .extracting(ListingRequest::revision, ListingRequest::known, ListingRequest::paths)
                .containsExactly(
                        tuple(Revision.MAIN, null, List.of("config.json", "onnx/model.onnx")),
                        tuple(Revision.MAIN, FIRST, List.of()),
                        tuple(new Revision(FIRST.hex()), null, List.of()));
        assertThat(fixture.source.listed())
                .extracting(request -> request.isListed().test(FIRST))
                .containsOnly(true);
    }

    @Test
    void stored_isThereAfterwards() {
        assertThat(fixture.listings().store(REPO, fixture.listing)).isTrue();

        assertThat(fixture.listings().stored(REPO, FIRST)).contains(fixture.listing);
    }

    @Test
    void dryRun_storesNothingAndSaysSo() {
        var listings = new Listings(fixture.cache, fixture.sources, false);

        assertThat(listings.store(REPO, fixture.listing)).isFalse();

        assertThat(folder).isEmptyDirectory();
        fixture.listings().store(REPO, fixture.listing);
        assertThat(listings.store(REPO, fixture.listing)).isTrue();
    }

    @Test
    void sameContents_areNotWrittenAgain() throws IOException {
        fixture.listings().store(REPO, fixture.listing);
        String spaced = Files.readString(tree) + "\n";
        Files.writeString(tree, spaced);

        assertThat(fixture.listings().store(REPO, fixture.listing)).isTrue();

        assertThat(Files.readString(tree)).isEqualTo(spaced);
    }

    @Test
    void contentsThatDifferInXetAlone_areNotWrittenAgain() {
        RepoFile plain = fixture.weights;
        var xet = new RepoFile(plain.path(), plain.size(), plain.blobId(), plain.lfs(), "a".repeat(64));
        fixture.listings().store(REPO, new Listing(FIRST, List.of(fixture.config, xet)));

        fixture.listings().store(REPO, fixture.listing);

        assertThat(fixture.listings().stored(REPO, FIRST).orElseThrow().files()).contains(xet);
    }

    @Test
    void otherContents_replaceWhatWasThere() {
        fixture.listings().store(REPO, new Listing(FIRST, List.of(fixture.config)));

        fixture.listings().store(REPO, fixture.listing);

        assertThat(fixture.listings().stored(REPO, FIRST)).contains(fixture.listing);
    }

    @Test
    void cacheThatCannotBeWritten_isNoFailure() throws IOException {
        Files.createDirectories(folder.resolve("models--org--name"));
        Files.writeString(folder.resolve("models--org--name/trees"), "in the way");

        assertThat(fixture.listings().store(REPO, fixture.listing)).isFalse();
    }
}
