package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static io.github.hfmodels.plan.PlanFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that lists names alone, or only what is named. */
class FileMetadataTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void wantedFiles_areDescribedAndNoOthers() throws IOException {
        fixture.source.listsNames();

        SnapshotPlan plan = plan(model("*.bin"));

        assertThat(plan.selected()).containsExactly(fixture.weights);
        assertThat(plan.missing()).containsExactly(fixture.weights);
        assertThat(fixture.source.asked()).containsExactly("org/name@main", "describe model.bin");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void manyFiles_keepTheirOrder() throws IOException {
        List<RepoFile> files = IntStream.range(0, 50)
                .mapToObj(i -> fixture.source.file("file" + i, "content " + i))
                .toList();
        fixture.source.publish(REPO, Revision.MAIN, new Listing(FIRST, files));
        fixture.source.listsNames();

        assertThat(plan(model()).selected()).isEqualTo(files);
    }

    @Test
    void filesOfTheSnapshot_areNotAskedForUnlessForced() throws IOException {
        fixture.store(fixture.config);
        fixture.source.listsNames();

        assertThat(plan(model()).missing()).containsExactly(fixture.weights);
        assertThat(fixture.source.asked()).containsExactly("org/name@main", "describe model.bin");

        fixture.planner(options("always", false, true), () -> ZonedDateTime.now(ZoneOffset.UTC))
                .plan(model("*.json"));
        assertThat(fixture.source.asked()).containsExactly("org/name@main", "describe config.json");
    }

    @Test
    void fileThatIsNotDescribed_isTheSourcesFailureAtItsCommit() {
        fixture.source.listsNames();
        fixture.source.fail("describe model.bin", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> plan(model()))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.commit()).isEqualTo(FIRST));
    }

    @Test
    void afterOneFailure_noMoreIsAsked() {
        List<RepoFile> files = IntStream.range(0, 50)
                .mapToObj(i -> fixture.source.file("file" + i, "content " + i))
                .toList();
        fixture.source.publish(REPO, Revision.MAIN, new Listing(FIRST, files));
        fixture.source.listsNames();
        files.forEach(file -> fixture.source.fail("describe " + file.path(), Kind.UNAVAILABLE));

        assertThatThrownBy(() -> plan(model())).isInstanceOf(SourceException.class);
        // Those that were under way.
        assertThat(fixture.source.asked()).hasSizeLessThanOrEqualTo(1 + 2);
    }

    @Test
    void filesThatAreNamed_areEnoughForWhoNamesThem() throws IOException {
        fixture.source.listsWhatIsNamed();

        assertThat(plan(model("model.bin")).selected()).containsExactly(fixture.weights);
        assertThat(plan(model(REPO, Revision.MAIN, Selection.ofPath("config.json")))
                        .selected())
                .containsExactly(fixture.config);
    }

    @Test
    void filesThatAreNamed_areNotAllThatAPatternMeans() {
        fixture.source.listsWhatIsNamed();

        assertThatThrownBy(() -> plan(model("model.bin", "*.json")))
                .isInstanceOf(UserException.class)
                .hasMessage("fake.test does not list files, which includes [model.bin, *.json] needs");
        assertThatThrownBy(() -> plan(model()))
                .isInstanceOf(UserException.class)
                .hasMessage("fake.test does not list files, which all files needs");
        var gguf = new PresetOptions(Preset.GGUF, null, null, null, false);
        assertThatThrownBy(() -> plan(model(REPO, Revision.MAIN, Selection.of(new Part.ByPreset(gguf)))))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("fake.test does not list files, which ");
    }

    @Test
    void fileThatIsNamedAndNotThere_isTold() {
        fixture.source.listsWhatIsNamed();

        assertThatThrownBy(() -> plan(model("model.bin", "other.bin")))
                .isInstanceOf(UserException.class)
                .hasMessage("there is no file other.bin at commit " + FIRST);
    }

    private SnapshotPlan plan(ModelRequest model) throws IOException {
        return fixture.planner(options("always", false, false), () -> ZonedDateTime.now(ZoneOffset.UTC))
                .plan(model);
    }
}
