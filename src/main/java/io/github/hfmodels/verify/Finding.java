package io.github.hfmodels.verify;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something on the disk that is not as it should be. A content that several files have is one finding, named with the first of them.
 *
 * @param kind what is wrong
 * @param repo the repository that it is of
 * @param commit the commit; null where none is known, as of a ref or of a blob without a link
 * @param file the file as it should be; null where it is about no file of the repository, or nothing says what it should be
 * @param path where it is: in a snapshot, in {@code blobs}, {@code refs} or {@code trees}, or in an output directory
 * @param reason what is wrong, in one line that is safe to log, without the repository
 * @param models the models that need it; empty where everything in the cache is verified
 */
public record Finding(
        Kind kind,
        RepoId repo,
        @Nullable CommitHash commit,
        @Nullable RepoFile file,
        Path path,
        String reason,
        List<ModelRequest> models)
        implements Advised {

    /** What can be wrong. */
    public enum Kind {
        /** A model is not in the cache, or no file of it. The path is that of its snapshot. */
        NOT_CACHED,
        /** A file is missing in a snapshot. */
        MISSING,
        /** A content has another length than it should have. */
        WRONG_LENGTH,
        /** A content has another hash than it should have. */
        WRONG_CONTENT,
        /** A link in a snapshot leads to a blob that is missing. */
        DANGLING_LINK,
        /** A link in a snapshot leads to another blob than the listing says. */
        OTHER_BLOB,
        /** A link leads out of the cache. What it leads to was not read. */
        OUT_OF_CACHE,
        /** There is something that is not a regular file, such as a folder or a pipe. It was not opened. */
        NOT_A_FILE,
        /** A file, or a folder, cannot be read. */
        UNREADABLE,
        /** A file of a snapshot is not in the commit's listing. */
        NOT_LISTED,
        /** A ref names a commit without a snapshot. */
        GHOST_REF,
        /** A ref is not one. */
        BAD_REF,
        /** A stored listing cannot be read. */
        BAD_LISTING,
        /** A file in an output directory is missing. */
        NOT_LAID_OUT,
        /** A file in an output directory has another content, or another length, or is something else. */
        LAID_OUT_DIFFERS
    }

    /** Whether it is in an output directory, which is laid out again from the cache. */
    public boolean isLaidOut() {
        return kind == Kind.NOT_LAID_OUT || kind == Kind.LAID_OUT_DIFFERS;
    }

    /** Whether the models that need it are all optional. */
    public boolean isOptional() {
        return !models.isEmpty()
                && models.stream().allMatch(model -> model.wanted().optional());
    }

    /** What to do: a prefetch for what is not there at all, a repair for everything else. */
    @Override
    public Advice advice() {
        return Advice.to(kind == Kind.NOT_CACHED ? Advice.Action.PREFETCH : Advice.Action.REPAIR);
    }

    /** What to do about what a repair has left. */
    public Advice adviceAfterRepair() {
        return switch (kind) {
            case GHOST_REF, BAD_REF ->
                Advice.of("the goal prune deletes it, and the goal prefetch fetches a model of a POM");
            case NOT_LISTED -> Advice.of("delete it if nobody needs it");
            case UNREADABLE -> Advice.of("check the permissions and the disk");
            default ->
                Advice.of(
                        commit == null
                                ? "the goal prune deletes what no snapshot needs"
                                : "see above why it is not repaired");
        };
    }

    /** What it is about and what is wrong, in one line, such as {@code org/name at COMMIT: 'a.bin' is missing}. */
    @Override
    public String toString() {
        return repo + (commit == null ? "" : " at " + commit) + ": " + reason;
    }
}
