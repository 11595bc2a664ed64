package io.github.hfmodels.plan;

import io.github.hfmodels.hub.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why a model is not ready.
 *
 * @param request what was asked for
 * @param cause what went wrong
 */
public record ModelFailure(ModelRequest request, Exception cause) {

    /** Model, reason and what to do, in one line. */
    public String message() {
        return request + ": " + reason();
    }

    /** Whether the user can mend it in the configuration, rather than wait for the world to. */
    public boolean isUsersToMend() {
        return cause instanceof SourceException source ? source.isUsersToMend() : cause instanceof PlanException;
    }

    /** Whether a token, of which there is none, might have helped. */
    public boolean isForLackOfToken() {
        return cause instanceof SourceException source && source.isForLackOfToken();
    }

    /** Whether the plan's listing, which nobody has just vouched for, may be to blame. */
    public boolean castsDoubtOn(SnapshotPlan plan) {
        return plan.origin() == SnapshotPlan.Origin.CACHE
                && cause instanceof SourceException source
                && (source.kind() == SourceException.Kind.CORRUPT
                        || source.kind() == SourceException.Kind.FILE_NOT_FOUND
                        // The history of the branch was rewritten.
                        || (source.kind() == SourceException.Kind.REVISION_NOT_FOUND
                                && !request.revision().isCommit()));
    }

    private String reason() {
        if (cause instanceof FileSystemException onDisk) {
            return "cannot use " + onDisk.getFile() + ": " + reason(onDisk);
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException
                        || cause instanceof PlanException
                        || cause instanceof IllegalArgumentException
                ? message
                : "unexpected: " + cause;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission; check its owner and mode, and those of its folder";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof DirectoryNotEmptyException) {
            return "something else has that name; move it away";
        }
        if (failure instanceof NoSuchFileException) {
            return "it has vanished; build again";
        }
        String reason = failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
        return reason + "; check the disk and the folder";
    }
}
