package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.TestEndpoints;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputFoldersTest {

    @TempDir
    private Path folder;

    private final OutputFolders folders = new OutputFolders(new ConcurrentHashMap<>());

    @Test
    void foldersBesideEachOther_areAllowed() {
        assertThat(folders.reserve("a", "x", List.of(model("o/a", "m/a"), model("o/b", "m/ab"), model("o/c", "n"))))
                .isEmpty();
    }

    @Test
    void folderWithinAnother_isRefused_whicheverComesFirst() {
        String message = "the directory of o/b@main, " + folder.resolve("m/sub/x") + ", is within that of o/a@main, "
                + folder.resolve("m") + ", so that one may overwrite files of the other; give one of them another with"
                + " <directory>";
        var others = new OutputFolders(new ConcurrentHashMap<>());

        assertRefused(folders, message, model("o/a", "m"), model("o/b", "m/sub/x"));
        assertRefused(others, message, model("o/b", "m/sub/x"), model("o/a", "m"));
    }

    @Test
    void modulesAndExecutions_areNamed() {
        folders.reserve("core", "default", List.of(model("o/a", "m")));

        assertThatThrownBy(() -> folders.reserve("web", "tests", List.of(model("o/b", "m"))))
                .isInstanceOf(UserException.class)
                .hasMessage("the models o/a@main (execution 'default' of core) and o/b@main (execution 'tests' of web)"
                        + " would be laid out in one directory, " + folder.resolve("m")
                        + "; give one of them another with <directory>");
    }

    @Test
    void oneModelInOneFolder_isAllowed_andSharedIfItIsOfTwoModules() {
        assertThat(folders.reserve("core", "default", List.of(model("o/a", "m"), model("o/a", "m"))))
                .isEmpty();
        assertThat(folders.reserve("core", "tests", List.of(model("o/a", "m")))).isEmpty();
        assertThat(folders.reserve("web", "default", List.of(model("o/a", "m"), model("o/b", "n"))))
                .containsExactly(folder.resolve("m"));
    }

    /** As in an IDE, after the POM was edited. */
    @Test
    void executionThatRunsAgain_hasNoOtherFoldersThanNow() {
        folders.reserve("core", "default", List.of(model("o/a", "m")));

        assertThat(folders.reserve("core", "default", List.of(model("o/b", "m/sub"))))
                .isEmpty();
        assertThat(folders.reserve("core", "tests", List.of(model("o/c", "m/other"))))
                .isEmpty();
    }

    @Test
    void linksAndDots_doNotHideAFolder() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));

        assertRefused(
                folders,
                "the models o/a@main and o/b@main would be laid out in one directory, " + folder.resolve("real/x")
                        + " and " + folder.resolve("link/y/../x") + "; give one of them another with <directory>",
                model("o/a", "real/x"),
                model("o/b", "link/y/../x"));
    }

    /** Flat files of one name may come from different folders, and Jlama's marker cannot say which parts are complete. */
    @ParameterizedTest
    @EnumSource(names = {"FLAT", "JLAMA"})
    void partsOfAModelInOneFolder_areAllowedOnlyAsInTheRepository(Layout layout) {
        ModelRequest tree = model("o/a", "m");
        ModelRequest part = laidOut(tree, layout, "a/*");
        String message = "the models o/a@main and o/a@main would be laid out in one directory, " + folder.resolve("m")
                + "; give one of them another with <directory>";

        assertRefused(folders, message, tree, part);
        assertRefused(new OutputFolders(new ConcurrentHashMap<>()), message, part, laidOut(tree, layout, "b/*"));
        assertThat(new OutputFolders(new ConcurrentHashMap<>()).reserve("a", "x", List.of(part, part)))
                .isEmpty();
    }

    private static ModelRequest laidOut(ModelRequest model, Layout layout, String include) {
        return new ModelRequest(
                model.repo(),
                model.revision(),
                Selection.of(Part.EVERYTHING, List.of(include), List.of()),
                model.alias(),
                model.directory(),
                layout,
                false,
                null,
                null);
    }

    private void assertRefused(OutputFolders given, String message, ModelRequest... models) {
        assertThatThrownBy(() -> given.reserve("", "", List.of(models)))
                .isInstanceOf(UserException.class)
                .hasMessage(message);
    }

    private ModelRequest model(String id, String directory) {
        var repo = ModelCoordinates.parse(id, TestEndpoints.ofHub(URI.create("https://huggingface.co")))
                .repo();
        return new ModelRequest(
                Objects.requireNonNull(repo),
                Revision.MAIN,
                Selection.of(Part.EVERYTHING, List.of(), List.of()),
                repo.name(),
                folder.resolve(directory),
                false);
    }
}
