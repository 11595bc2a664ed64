package io.github.hfmodels.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.process.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaidOutFilesTest {

    private static final RepoFile OLD = new RepoFile("onnx/old", 1, "a".repeat(40), null, null);
    private static final RepoFile NEW = new RepoFile("new", 2, "", new RepoFile.Lfs("b".repeat(64), 2), null);
    private static final RepoFile UNKNOWN = new RepoFile("unknown", 3, "", null, null);

    @TempDir
    private Path folder;

    private Path directory;

    @BeforeEach
    void prepare() {
        directory = folder.resolve("out");
    }

    @Test
    void filesOfAnEarlierBuild_areStale() throws IOException {
        layOut(files("one", "a"), "a", OLD, NEW);

        assertThat(files("one", "a").begin("a", directory, List.of(NEW)))
                .containsExactly(Map.entry(OLD.repoPath(), OLD.digest()));
    }

    @Test
    void completed_theyAreForgotten() throws IOException {
        layOut(files("one", "a"), "a", OLD);
        layOut(files("one", "a"), "a", NEW);

        assertThat(files("one", "a").begin("a", directory, List.of(NEW))).isEmpty();
    }

    @Test
    void buildThatWasKilled_isKnownWithAllFiles() throws IOException {
        layOut(files("one", "a"), "a", OLD);
        files("one", "a").begin("a", directory, List.of(NEW));

        assertThat(files("one", "a").begin("a", directory, List.of())).containsOnlyKeys(OLD.repoPath(), NEW.repoPath());
    }

    @Test
    void filesOfAnotherModelOrExecution_areNotStale() throws IOException {
        layOut(files("one", "a", "b"), "b", OLD);
        layOut(files("two", "a"), "a", NEW);
        layOut(files("one", "a", "b"), "a", OLD, NEW);

        assertThat(files("one", "a", "b").begin("a", directory, List.of())).isEmpty();
    }

    @Test
    void filesOfAModelOrExecutionThatIsGone_are() throws IOException {
        layOut(files("one", "gone"), "gone", OLD);
        layOut(files("gone", "a"), "a", NEW);

        assertThat(files("one", "a").begin("a", directory, List.of())).containsOnlyKeys(OLD.repoPath(), NEW.repoPath());
    }

    @Test
    void filesInAnotherFolder_areNotStale() throws IOException {
        layOut(files("one", "a"), "a", OLD);

        assertThat(files("one", "a").begin("a", folder.resolve("other"), List.of()))
                .isEmpty();
    }

    @Test
    void folderThatOthersUse_hasNothingStale() throws IOException {
        layOut(files("one", "a"), "a", OLD);

        assertThat(new LaidOutFiles(file(), "one", Set.of("one"), Set.of("a"), directory::equals)
                        .begin("a", directory, List.of()))
                .isEmpty();
    }

    @Test
    void fileWhoseHashIsNotKnown_isNeverStale() throws IOException {
        layOut(files("one", "a"), "a", UNKNOWN);

        assertThat(files("one", "a").begin("a", directory, List.of())).isEmpty();
    }

    @Test
    void fileThatIsWantedAgain_isNotStaleThoughItsHashIsNotKnown() throws IOException {
        layOut(files("one", "a"), "a", OLD);

        assertThat(files("one", "a").begin("a", directory, List.of(new RepoFile(OLD.path(), 1, "", null, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"formatVersion\": 2, \"executions\": {}}",
                "{\"formatVersion\": 1, \"executions\": {\"one\": {\"a\": {\"directory\": \"OUT\", \"files\": {\"x\": \"GIT_SHA1 zz\"}}}}}",
                "{\"formatVersion\": 1, \"executions\": {\"one\": {\"a\": {\"directory\": \"OUT\", \"files\": {\"x\": \"y\"}}}}}",
                "{\"formatVersion\": 1, \"executions\": {\"one\": {\"a\": {\"directory\": \"OUT\", \"files\": {\"../x\": \"GIT_SHA1 HASH\"}}}}}",
            })
    void recordThatIsNotUnderstood_countsAsEmpty(String text) throws IOException {
        Files.writeString(file(), text.replace("OUT", directory.toString()).replace("HASH", "a".repeat(40)));

        assertThat(files("one", "a").begin("a", directory, List.of(NEW))).isEmpty();
        assertThat(files("one", "a").begin("a", directory, List.of())).containsOnlyKeys(NEW.repoPath());
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void pipeAsTheRecord_isReplacedAndNotWaitedFor() throws IOException {
        NamedPipe.in(file());

        layOut(files("one", "a"), "a", OLD);

        assertThat(files("one", "a").begin("a", directory, List.of())).containsOnlyKeys(OLD.repoPath());
    }

    private void layOut(LaidOutFiles files, String alias, RepoFile... laidOut) throws IOException {
        files.begin(alias, directory, List.of(laidOut));
        files.complete(alias, directory, List.of(laidOut));
    }

    /** Of a module with the executions {@code one} and {@code two}. */
    private LaidOutFiles files(String execution, String... aliases) {
        return new LaidOutFiles(file(), execution, Set.of("one", "two"), Set.of(aliases), directory -> false);
    }

    private Path file() {
        return folder.resolve("laid-out.json");
    }
}
