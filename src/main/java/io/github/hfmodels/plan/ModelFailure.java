package io.github.hfmodels.plan;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Why a model is not ready.
 *
 * @param request what was asked for
 * @param cause what went wrong
 * @param lock the name of the lock file that says what the model consists of; null where the source says it
 */
public record ModelFailure(
        ModelRequest request, Exception cause, @Nullable String lock) {

    /** Of a model of which the source says what it consists of. */
    public ModelFailure(ModelRequest request, Exception cause) {
        this(request, cause, null);
    }

    /** Model, reason and what to do, in one line. */
    public String message() {
        String needed = request.neededBy() == null ? "" : request.wanted() + " needs ";
        return needed + request + ": " + (lock == null ? reason() : lockedReason(lock));
    }

    /** The model that the build wants, and which is not ready. */
    public ModelRequest model() {
        return request.wanted();
    }

    /** Whether the user can mend it in the configuration, rather than wait for the world to. */
    public boolean isUserError() {
        return cause instanceof SourceException source ? source.isUserError() : cause instanceof PlanException;
    }

    /** Whether a token, of which there is none, might have helped. */
    public boolean isTokenMissing() {
        return cause instanceof SourceException source && source.isTokenMissing();
    }

    /** Whether the plan's listing, which nobody has just vouched for, may be to blame. */
    public boolean suggestsStaleListing(SnapshotPlan plan) {
        return plan.origin() == SnapshotPlan.Origin.CACHE && suggestsStaleListing();
    }

    /** Whether a listing of the cache, by which a file was asked for, may be to blame. */
    boolean suggestsStaleListing() {
        return cause instanceof SourceException source
                && (source.kind() == SourceException.Kind.CORRUPT
                        || source.kind() == SourceException.Kind.FILE_NOT_FOUND
                        // The history of the branch was rewritten.
                        || (source.kind() == SourceException.Kind.REVISION_NOT_FOUND
                                && !request.revision().isCommit()));
    }

    /** What differs from the lock cannot be mended by what is advised where there is none. */
    private String lockedReason(String name) {
        String reason = reason();
        if (!(cause instanceof SourceException source)) {
            return reason;
        }
        return switch (source.kind()) {
            case FILE_NOT_FOUND, REVISION_NOT_FOUND -> reason.replaceFirst("; [^;]*$", "") + ", as " + toUpdate(name);
            case CORRUPT -> reason + ", as " + toUpdate(name);
            default -> reason;
        };
    }

    private String toUpdate(String name) {
        return name + " has it; if the repository was changed on purpose, run mvn hf-models:update -Dhf.models="
                + request.wanted().repo().id();
    }

    private String reason() {
        if (cause instanceof FileSystemException onDisk) {
            return "cannot use " + onDisk.getFile() + ": " + reason(onDisk);
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException || cause instanceof PlanException || cause instanceof InvalidValueException
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
