package io.github.hfmodels.lockfile;

import static io.github.hfmodels.lockfile.TestLocks.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What git makes of a lock that two branches have changed. */
class MergedLocksTest {

    private static final LockedModel A = model("org/a", 'a');
    private static final LockedModel B = model("org/b", 'a');
    private static final LockedModel C = model("org/c", 'a');
    private static final LockedModel D = model("org/d", 'a');
    private static final LockedModel E = model("org/e", 'a');

    @TempDir
    private Path folder;

    /** What git did. */
    private record Run(int status, String output) {}

    @BeforeEach
    void makeRepository() throws Exception {
        assumeTrue(hasGit(), "skipped: there is no git");
        git("init", "--quiet");
        git("symbolic-ref", "HEAD", "refs/heads/ours");
    }

    @Test
    void changesOfTwoNeighbours_areMerged() throws Exception {
        assertThat(merged(List.of(A, B, C), List.of(A, moved(B), C), List.of(A, B, moved(C))))
                .containsExactly(A, moved(B), moved(C));
        assertThat(merged(List.of(A, B, C), List.of(moved(A), B, C), List.of(A, moved(B), C)))
                .containsExactly(moved(A), moved(B), C);
    }

    @Test
    void aChangeAndAModelThatWasAddedNextToIt_areMerged() throws Exception {
        assertThat(merged(List.of(A, C), List.of(moved(A), C), List.of(A, B, C)))
                .containsExactly(moved(A), B, C);
        assertThat(merged(List.of(A, C), List.of(A, moved(C)), List.of(A, B, C)))
                .containsExactly(A, B, moved(C));
    }

    @Test
    void aChangeAndAModelThatWasAddedAtTheEnd_areMerged() throws Exception {
        assertThat(merged(List.of(A, B), List.of(A, moved(B)), List.of(A, B, C)))
                .containsExactly(A, moved(B), C);
    }

    @Test
    void modelsThatWereAddedAtDifferentPlaces_areMerged() throws Exception {
        assertThat(merged(List.of(B, D), List.of(A, B, D), List.of(B, C, D))).containsExactly(A, B, C, D);
        assertThat(merged(List.of(B, D), List.of(B, C, D), List.of(B, D, E))).containsExactly(B, C, D, E);
        assertThat(merged(List.of(B, D), List.of(A, B, D), List.of(B, D, E))).containsExactly(A, B, D, E);
    }

    @Test
    void aChangeAndARemovedNeighbour_areMerged() throws Exception {
        assertThat(merged(List.of(A, B, C, D), List.of(A, moved(B), C, D), List.of(A, B, D)))
                .containsExactly(A, moved(B), D);
        assertThat(merged(List.of(A, B, C), List.of(A, moved(B), C), List.of(B, C)))
                .containsExactly(moved(B), C);
        assertThat(merged(List.of(A, B, C), List.of(A, moved(B), C), List.of(A, B)))
                .containsExactly(A, moved(B));
    }

    @Test
    void changesOfTwoSelectionsOfAModel_areMerged_andTheTwoCommitsRefused() throws Exception {
        LockedModel part =
                model("org/a", "main", 'a', Selection.of(Part.EVERYTHING, List.of("*.json"), List.of()), "apache-2.0");
        LockedModel movedPart =
                model("org/a", "main", 'b', Selection.of(Part.EVERYTHING, List.of("*.json"), List.of()), "apache-2.0");
        merge(List.of(A, part), List.of(model("org/a", 'c'), part), List.of(A, movedPart));

        assertThatThrownBy(() -> lockFile().read())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("line 16: the model org/a@main is locked at commit bbb")
                .hasMessageContaining("in line 4 at commit ccc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "diff3", "zdiff3"})
    void twoChangesOfOneModel_areAConflictThatIsNamed(String style) throws Exception {
        git("config", "merge.conflictStyle", style);
        Run merge = merge(List.of(A, B), List.of(A, moved(B)), List.of(A, model("org/b", 'e')));

        assertThat(merge.status()).as(merge.output()).isEqualTo(1);
        assertThatThrownBy(() -> lockFile().read())
                .isInstanceOf(UserException.class)
                .hasMessageMatching("(?s).*: line \\d+ is a conflict marker")
                .extracting(mistake -> ((UserException) mistake).advice())
                .isEqualTo(new Advice(Advice.Action.LOCK, "resolve the merge conflict"));
    }

    @Test
    void twoModelsThatWereAddedAtOnePlace_areAConflictThatIsNamed() throws Exception {
        Run merge = merge(List.of(A, D), List.of(A, B, D), List.of(A, C, D));

        assertThat(merge.status()).as(merge.output()).isEqualTo(1);
        assertThatThrownBy(() -> lockFile().read()).hasMessageContaining("is a conflict marker");
    }

    @Test
    void aCheckoutWithTheLineEndsOfWindows_isRead_andNotWrittenAgain() throws Exception {
        git("config", "core.autocrlf", "true");
        commit(List.of(A, B));
        Files.delete(lockPath());
        git("checkout", "--quiet", "--", LockFile.NAME);
        assertThat(Files.readString(lockPath())).contains("\r\n");

        assertThat(lockFile().read().models()).containsExactly(A, B);
        assertThat(lockFile().write(new ModelLock(List.of(A, B)))).isFalse();
        assertThat(git("status", "--porcelain").output()).isEmpty();
    }

    /** The models that are read from what git has merged without a conflict. */
    private List<LockedModel> merged(List<LockedModel> base, List<LockedModel> ours, List<LockedModel> theirs)
            throws Exception {
        Run merge = merge(base, ours, theirs);
        assertThat(merge.status()).as(merge.output()).isZero();
        LockSchema.assertValid(lockPath());
        List<LockedModel> models = lockFile().read().models();
        assertThat(lockFile().write(new ModelLock(models))).isFalse();
        return models;
    }

    private Run merge(List<LockedModel> base, List<LockedModel> ours, List<LockedModel> theirs) throws Exception {
        commit(base);
        git("checkout", "--quiet", "-B", "theirs");
        commit(theirs);
        git("checkout", "--quiet", "-B", "ours", "HEAD~1");
        commit(ours);
        return run("merge", "--no-edit", "theirs");
    }

    private static LockedModel moved(LockedModel model) {
        return model(model.repo().id(), 'f');
    }

    private void commit(List<LockedModel> models) throws Exception {
        lockFile().write(new ModelLock(models));
        git("add", LockFile.NAME);
        git("commit", "--quiet", "--allow-empty", "-m", "lock");
    }

    private Run git(String... arguments) throws Exception {
        Run run = run(arguments);
        assertThat(run.status()).as(run.output()).isZero();
        return run;
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Run run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        Stream.of("commit.gpgSign=false", "core.hooksPath=/dev/null").forEach(setting -> {
            command.add("-c");
            command.add(setting);
        });
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // The user's own settings may merge in another way.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment()
                .put("GIT_CONFIG_GLOBAL", folder.resolve("no-such-file").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private LockFile lockFile() {
        return new LockFile(lockPath());
    }

    private Path lockPath() {
        return folder.resolve(LockFile.NAME);
    }
}
