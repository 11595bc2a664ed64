package io.github.hfmodels.console;

import static io.github.hfmodels.lockfile.TestLocks.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.relock.ModelChange;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockChangesTest {

    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);

    @Test
    void aModelThatMoved_isToldWithItsCommitsAndFiles() {
        LockedModel before =
                model(OLD, "mit", file("gone.txt", 10, '1'), file("model.bin", 1_000, '2'), file("same", 5, '3'));
        LockedModel after =
                model(NEW, "mit", file("model.bin", 2_500, '4'), file("new.txt", 1, '5'), file("same", 5, '3'));

        assertThat(LockChanges.lines(new ModelChange(before, after)))
                .containsExactly(
                        "org/name@main: " + OLD + " -> " + NEW,
                        "  + new.txt (1 B)",
                        "  - gone.txt (10 B)",
                        "  * model.bin (1.0 kB -> 2.5 kB)");
    }

    @Test
    void anotherLicense_isTold() {
        assertThat(LockChanges.lines(new ModelChange(model(OLD, "mit"), model(NEW, null))))
                .containsExactly("org/name@main: " + OLD + " -> " + NEW + ", license mit -> no declared license");
    }

    @Test
    void aModelThatStaysAtItsCommit_isToldSo() {
        assertThat(LockChanges.lines(new ModelChange(model(OLD, "mitt"), model(OLD, "mit"))))
                .containsExactly("org/name@main: still at " + OLD + ", license mitt -> license mit");
    }

    @Test
    void aNewModel_isToldInOneLine() {
        assertThat(LockChanges.lines(new ModelChange(null, model(NEW, null, file("a", 1_500, '1')))))
                .containsExactly("org/name@main: locked at " + NEW + ", 1 file, 1.5 kB, no declared license");
    }

    @Test
    void whatTheScanSaysNow_isTold() {
        RepoFile one = file("one.bin", 1, '1');
        RepoFile two = file("two.bin", 1, '2');
        LockedModel unknown = model(OLD, "mit", one, two);
        LockedModel unscanned = scanned(unknown, ScanVerdict.UNSCANNED, ScanVerdict.UNSCANNED);
        LockedModel safe = scanned(unknown, ScanVerdict.SAFE, ScanVerdict.SAFE);
        LockedModel unsafe = scanned(unknown, ScanVerdict.SAFE, ScanVerdict.UNSAFE);

        assertThat(LockChanges.lines(new ModelChange(unscanned, safe)))
                .containsExactly("org/name@main: still at " + OLD + ", scan unscanned -> safe");
        assertThat(LockChanges.lines(new ModelChange(unknown, safe)))
                .containsExactly("org/name@main: still at " + OLD + ", scan unknown -> safe");
        assertThat(LockChanges.lines(new ModelChange(safe, unsafe)))
                .containsExactly(
                        "org/name@main: still at " + OLD + ", scan safe -> unsafe", "  ! two.bin: scan unsafe");
        assertThat(LockChanges.lines(new ModelChange(unsafe, safe)))
                .containsExactly("org/name@main: still at " + OLD + ", scan unsafe -> safe", "  ! two.bin: scan safe");
        assertThat(LockChanges.lines(new ModelChange(null, unsafe)))
                .containsExactly(
                        "org/name@main: locked at " + OLD + ", 2 files, 2 B, license mit", "  ! two.bin: scan unsafe");
    }

    @Test
    void anotherCard_isTold() {
        LockedModel model = model(OLD, "mit");
        LockedModel after =
                with(model, new ModelCard(null, "fill-mask", null, List.of(), List.of(), List.of()), Map.of());

        assertThat(LockChanges.lines(new ModelChange(model, after)))
                .containsExactly("org/name@main: still at " + OLD + ", another card");
    }

    private static LockedModel scanned(LockedModel model, ScanVerdict one, ScanVerdict two) {
        return with(model, ModelCard.EMPTY, Map.of("one.bin", one, "two.bin", two));
    }

    @Test
    void aModelThatNobodyWants_isToldInOneLine() {
        assertThat(LockChanges.lines(new ModelChange(model(OLD, "mit"), null)))
                .containsExactly("org/name@main: no longer wanted, and not locked any more");
    }

    @Test
    void severalModels_areNamedInOneLine() {
        assertThat(LockChanges.names(List.of(model(OLD, "mit"), model(NEW, "mit"))))
                .isEqualTo("org/name@main, org/name@main");
    }

    @Test
    void whatStrangersWrote_isToldInOneLineEach() {
        LockedModel after = model(NEW, "mit\n[INFO] evil", file("a\nb", 1, '1'));

        assertThat(LockChanges.lines(new ModelChange(null, after))).isNotEmpty().allMatch(line -> !line.contains("\n"));
        assertThat(LockChanges.lines(new ModelChange(model(OLD, null), after)))
                .hasSize(2)
                .allMatch(line -> !line.contains("\n"));
    }

    @Test
    void theSizeOfALock_isOfAllItsModels() {
        assertThat(LockChanges.size(new ModelLock(List.of(model(OLD, null, file("a", 1_000, '1'))))))
                .isEqualTo("1 model, 1 file, 1.0 kB");
        assertThat(LockChanges.size(ModelLock.EMPTY)).isEqualTo("0 models, 0 files, 0 B");
    }

    private static LockedModel model(String commit, @Nullable String license, RepoFile... files) {
        return new LockedModel(
                new RepoId(RepoType.MODEL, "org/name"),
                Revision.MAIN,
                new CommitHash(commit),
                license,
                Selection.of(Part.EVERYTHING),
                List.of(files),
                List.of());
    }

    private static RepoFile file(String path, long size, char digit) {
        String hash = String.valueOf(digit);
        return new RepoFile(path, size, hash.repeat(40), null, null, hash.repeat(64));
    }
}
