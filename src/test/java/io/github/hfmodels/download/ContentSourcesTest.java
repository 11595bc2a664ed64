package io.github.hfmodels.download;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.FakeSource;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.SourceRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentSourcesTest {

    private static final RepoId THERE = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/theirs");
    private static final Alternate ALTERNATE = new Alternate(THERE, new Revision("master"));

    @TempDir
    private Path folder;

    private final FakeSource theirs = new FakeSource();
    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
        publish(theirs.lfs("model.bin", "weights"));
    }

    private void publish(RepoFile... files) {
        theirs.publish(THERE, ALTERNATE.revision(), new Listing(SECOND, List.of(files)));
    }

    @Test
    void contentThatTheOwnSourceDoesNotGive_comesFromTheAlternate() throws Exception {
        fixture.source.fail("model.bin", Kind.UNREACHABLE);

        assertThat(fetch(plan(ALTERNATE, false, fixture.weights))).isEmpty();

        assertThat(fixture.repository().file(FIRST, fixture.weights)).hasContent("weights");
        assertThat(theirs.asked()).containsExactly("modelscope://org/theirs@master", "model.bin");
    }

    @Test
    void withoutAnAlternate_noOtherSourceIsAsked() throws Exception {
        fixture.source.fail("model.bin", Kind.UNREACHABLE);

        assertThat(fetch(plan(null, false, fixture.weights))).hasSize(1);

        assertThat(theirs.asked()).isEmpty();
    }

    /** Other plans that want the content have it then, too. */
    @Test
    void oneOfSeveralPlans_namesTheAlternate() throws Exception {
        fixture.source.fail("model.bin", Kind.UNREACHABLE);

        assertThat(fetch(plan(null, false, fixture.weights), plan(ALTERNATE, false, fixture.weights)))
                .isEmpty();
    }

    @Test
    void aContentThatAnETagNames_neverComesFromAnAlternate() throws Exception {
        RepoFile tagged = fixture.source.tagged("tagged.txt", "text", "some-tag");
        publish(theirs.tagged("tagged.txt", "text", "some-tag"));
        fixture.source.fail("tagged.txt", Kind.UNREACHABLE);

        assertThat(fetch(plan(ALTERNATE, false, tagged))).hasSize(1);

        assertThat(theirs.asked()).isEmpty();
    }

    @Test
    void whatAStaleListingMayExplain_isPlannedAgainFirst() throws Exception {
        fixture.source.fail("model.bin", Kind.CORRUPT);

        assertThat(fetch(plan(ALTERNATE, true, fixture.weights)))
                .singleElement()
                .matches(ModelFailure::suggestsStaleListing);

        assertThat(theirs.asked()).isEmpty();
    }

    @Test
    void anAlternateThatDoesNotList_isAskedOnce() throws Exception {
        RepoFile other = fixture.source.lfs("other.bin", "other");
        fixture.source.fail("model.bin", Kind.UNREACHABLE);
        fixture.source.fail("other.bin", Kind.UNREACHABLE);
        theirs.fail("modelscope://org/theirs@master", Kind.UNAVAILABLE);

        List<ModelFailure> failures = fetch(plan(ALTERNATE, false, fixture.weights), plan(ALTERNATE, false, other));

        assertThat(failures)
                .extracting(failure -> failure.cause().getMessage())
                .containsExactly(
                        "model.bin fails as the test wants; modelscope://org/theirs: modelscope://org/theirs@master"
                                + " fails as the test wants",
                        "other.bin fails as the test wants; modelscope://org/theirs: modelscope://org/theirs@master"
                                + " fails as the test wants");
        assertThat(failures).noneMatch(ModelFailure::isUserError);
        assertThat(theirs.asked()).hasSize(1);
    }

    @Test
    void aHashThatDiffers_isNotAskedFor() throws Exception {
        publish(theirs.lfs("model.bin", "another"));
        fixture.source.fail("model.bin", Kind.UNREACHABLE);

        assertThat(fetch(plan(ALTERNATE, false, fixture.weights)))
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause())
                        .hasMessageEndingWith("; modelscope://org/theirs: it has no file with that content"));

        assertThat(theirs.asked()).containsExactly("modelscope://org/theirs@master");
    }

    @Test
    void wrongSettingsOfTheAlternatesSource_areNotTheGoals() throws Exception {
        fixture.source.fail("model.bin", Kind.UNREACHABLE);
        SourceRegistry sources = registry(() -> {
            throw new UserException("the endpoint is wrong");
        });

        List<ModelFailure> failures = downloader(sources).fetch(List.of(plan(ALTERNATE, false, fixture.weights)));

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause())
                        .hasMessage(
                                "model.bin fails as the test wants; modelscope://org/theirs: the endpoint is wrong"));
        sources.failOnWrongSettings();
    }

    @Test
    void aCompanion_hasNoAlternate() {
        ModelRequest model = plan(ALTERNATE, false, fixture.weights).request();

        assertThat(model.alternate()).isEqualTo(ALTERNATE);
        assertThat(model.withoutDirectory().alternate()).isEqualTo(ALTERNATE);
        assertThat(model.companion(new Companion(
                                new RepoId(RepoType.MODEL, "org/other"), Revision.MAIN, Part.EVERYTHING, "why"))
                        .alternate())
                .isNull();
    }

    private List<ModelFailure> fetch(SnapshotPlan... plans) throws InterruptedException {
        return downloader(registry(() -> theirs)).fetch(List.of(plans));
    }

    private SourceRegistry registry(Supplier<ModelSource> alternate) {
        return new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> fixture.source, SourceId.MODELSCOPE, alternate));
    }

    private Downloader downloader(SourceRegistry sources) {
        return new Downloader(
                fixture.cache,
                new ContentSources(sources, fixture.shared),
                fixture.missing(),
                () -> DownloadDisplay.NONE,
                List.of(),
                new FetchOptions(false, false, UpdatePolicy.ALWAYS, 1, LinkMode.COPY));
    }

    private static SnapshotPlan plan(@Nullable Alternate alternate, boolean isFromCache, RepoFile file) {
        var model = new ModelRequest(
                REPO, Revision.MAIN, Selection.of(Part.EVERYTHING), "name", null, Layout.TREE, false, null, alternate);
        return new SnapshotPlan(
                model,
                new Listing(FIRST, List.of(file)),
                isFromCache,
                false,
                null,
                new SelectedFiles(List.of(file), Map.of(), List.of()),
                List.of(file));
    }
}
