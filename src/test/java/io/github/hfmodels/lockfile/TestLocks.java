package io.github.hfmodels.lockfile;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locked models with hashes that can be told apart at a glance. */
public final class TestLocks {

    private TestLocks() {}

    /** A model of two files, at main, with all its files. */
    static LockedModel model(String id, char commit) {
        return model(id, "main", commit, Selection.of(Part.EVERYTHING), "apache-2.0");
    }

    static LockedModel model(String id, String revision, char commit, Selection selection, @Nullable String license) {
        return model(RepoType.MODEL, id, revision, commit, selection, license, regular("config.json", commit), lfs());
    }

    static LockedModel model(
            RepoType type,
            String id,
            String revision,
            char commit,
            Selection selection,
            @Nullable String license,
            RepoFile... files) {
        return new LockedModel(
                new RepoId(type, id),
                new Revision(revision),
                new CommitHash(hex(commit, 40)),
                license,
                selection,
                List.of(files),
                List.of());
    }

    /** A model at main of two files, without a licence. */
    static LockedModel model(String id, char commit, Selection selection, List<Companion> companions) {
        return new LockedModel(
                new RepoId(RepoType.MODEL, id),
                Revision.MAIN,
                new CommitHash(hex(commit, 40)),
                null,
                selection,
                List.of(regular("config.json", commit), lfs()),
                companions);
    }

    /** The same model with what else is known of it. */
    public static LockedModel with(LockedModel model, ModelCard card, Map<String, ScanVerdict> scans) {
        return new LockedModel(
                model.repo(),
                model.revision(),
                model.commit(),
                model.license(),
                model.selection(),
                model.files(),
                model.companions(),
                card,
                scans);
    }

    static RepoFile regular(String path, char digit) {
        return new RepoFile(path, 2, hex(digit, 40), null, null, hex(digit, 64));
    }

    /** As a listing has it, with the id of the pointer and that of Xet. */
    static RepoFile lfs() {
        return new RepoFile("model.onnx", 3_000, hex('9', 40), new RepoFile.Lfs(hex('8', 64), 3_000), hex('7', 64));
    }

    static String hex(char digit, int length) {
        return String.valueOf(digit).repeat(length);
    }
}
