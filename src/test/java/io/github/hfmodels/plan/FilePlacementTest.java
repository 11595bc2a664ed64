package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.hfmodels.cache.ImaginedCache;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.FakeSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePlacementTest {

    @TempDir
    private Path folder;

    private final FakeSource source = new FakeSource();
    private final List<RepoFile> files = List.of(source.file("Readme", "a"), source.file("README", "b"));

    @Test
    void namesThatDifferInCase_areRefusedWhereTheFileSystemTakesThemForOne() {
        SnapshotCache cache = ImaginedCache.at(folder, "case");

        assertThatThrownBy(() -> FilePlacement.check(cache, model(), files))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice()).isEqualTo(new Advice(Action.EXCLUDE_FILE, "one")))
                .hasMessage("'Readme' and 'README' are one file on the cache's file system, which ignores case");
        FilePlacement.check(cache, model(), files.subList(0, 1));
    }

    @Test
    void namesThatDifferInCase_areTwoFilesElsewhere() {
        var cache = new SnapshotCache(folder, true);
        assumeFalse(cache.namesIn(folder).ignoresCase());

        assertThatCode(() -> FilePlacement.check(cache, model(), files)).doesNotThrowAnyException();
    }

    @Test
    void namesThatDifferInTheEncodingOfALetter_areRefusedWhereTheFileSystemTakesThemForOne() {
        List<RepoFile> encoded = List.of(source.file("d\u00fcr", "a"), source.file("du\u0308r", "b"));

        assertThatThrownBy(() -> FilePlacement.check(ImaginedCache.at(folder, "encoding"), model(), encoded))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith(
                        "are one file on the cache's file system, which takes different encodings of a letter for one");
        assertThatCode(() -> FilePlacement.check(ImaginedCache.at(folder, "case"), model(), encoded))
                .doesNotThrowAnyException();
    }

    @Test
    void namesThatWindowsDoesNotHave_areRefusedThere() {
        List<RepoFile> device = List.of(source.file("data/nul.txt", "a"));

        assertThatThrownBy(() -> FilePlacement.check(ImaginedCache.at(folder, "windows"), model(), device))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice()).isEqualTo(Advice.to(Action.EXCLUDE_FILE)))
                .hasMessage("'data/nul.txt' cannot be a file on the cache's file system: Windows reserves the name");
    }

    /** It may be on another disk than the cache. */
    @Test
    void outputDirectory_isCheckedToo() {
        Path out = folder.resolve("out");
        var cache = ImaginedCache.at(folder.resolve("hub"), "none", out, "case");

        assertThatThrownBy(() -> FilePlacement.check(cache, inDirectory(out), files))
                .isInstanceOf(UserException.class)
                .hasMessage("'Readme' and 'README' are one file on the file system of " + out + ", which ignores case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models--org--name/out", "a/../b"})
    void directoryWithinTheCache_isRefused(String directory) {
        Path cache = folder.resolve("hub");
        var hub = new SnapshotCache(cache, true);

        assertThatThrownBy(() -> FilePlacement.check(hub, inDirectory(cache.resolve(directory)), files.subList(0, 1)))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "the directory " + cache.resolve(directory) + " is within the cache, or the cache within it");
        FilePlacement.check(hub, inDirectory(folder.resolve("out")), files.subList(0, 1));
    }

    @ParameterizedTest
    @CsvSource({"onnx/model.onnx, model.onnx", "onnx/Model.onnx, int8/model.ONNX"})
    void filesThatTheLayoutFlatWouldGiveOneName_areRefused(String one, String other) {
        Path out = folder.resolve("out");
        ModelRequest flat = inDirectory(out, Layout.FLAT);
        List<RepoFile> both = List.of(source.file(one, "a"), source.file(other, "b"));
        var cache = new SnapshotCache(folder.resolve("hub"), true);

        assertThatThrownBy(() -> FilePlacement.check(cache, flat, both))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice())
                                .isEqualTo(Advice.of("leave one out with <excludes>, or keep the folders with"
                                        + " <layout>tree</layout>")))
                .hasMessage("'" + one + "' and '" + other + "' would be one file in the layout flat");
        FilePlacement.check(cache, inDirectory(out), both.subList(0, 1));
    }

    /** It says that the model is complete, and is deleted while it is not. */
    @ParameterizedTest
    @ValueSource(strings = {".finished", ".Finished", ".finished/a", ".FINISHED/b/c"})
    void fileWhereTheLayoutHasItsMarker_isRefused(String path) {
        Path out = folder.resolve("out");
        List<RepoFile> file = List.of(source.file(path, "a"));
        var cache = new SnapshotCache(folder.resolve("hub"), true);

        assertThatThrownBy(() -> FilePlacement.check(cache, inDirectory(out, Layout.JLAMA), file))
                .isInstanceOfSatisfying(
                        UserException.class,
                        mistake -> assertThat(mistake.advice())
                                .isEqualTo(Advice.of("leave it out with <excludes>, or choose another <layout>")))
                .hasMessage("'" + path + "' cannot be in the layout jlama, which has a file '.finished' of its own");
        FilePlacement.check(cache, inDirectory(out), file);
        FilePlacement.check(
                cache,
                inDirectory(out, Layout.JLAMA),
                List.of(source.file(".finished.json", "a"), source.file("a/.finished", "b")));
    }

    private static ModelRequest inDirectory(Path directory, Layout layout) {
        return new ModelRequest(REPO, Revision.MAIN, model().selection(), "name", directory, layout, false, null, null);
    }

    private static ModelRequest inDirectory(Path directory) {
        return inDirectory(directory, Layout.TREE);
    }
}
