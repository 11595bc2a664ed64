package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.hfmodels.cache.CaseIgnoringCache;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.FakeSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePlacementTest {

    @TempDir
    private Path folder;

    private final FakeSource source = new FakeSource();
    private final List<RepoFile> files = List.of(source.file("Readme", "a"), source.file("README", "b"));

    @Test
    void namesThatDifferInCase_areRefusedWhereTheFileSystemTakesThemForOne() {
        SnapshotCache cache = CaseIgnoringCache.at(folder);

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
        assumeFalse(cache.ignoresCase());

        assertThatCode(() -> FilePlacement.check(cache, model(), files)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models--org--name/out", "a/../b"})
    void directoryWithinTheCache_isRefused(String directory) {
        Path cache = folder.resolve("hub");
        var hub = new SnapshotCache(cache, true);

        assertThatThrownBy(() -> FilePlacement.check(hub, inDirectory(cache.resolve(directory)), files.subList(0, 1)))
                .isInstanceOf(UserException.class)
                .hasMessage("the directory " + cache.resolve(directory) + " is within the cache");
        FilePlacement.check(hub, inDirectory(folder.resolve("out")), files.subList(0, 1));
    }

    private static ModelRequest inDirectory(Path directory) {
        return new ModelRequest(REPO, Revision.MAIN, model().selection(), "name", directory, false);
    }
}
