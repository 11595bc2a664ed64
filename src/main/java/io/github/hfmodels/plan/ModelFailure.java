package io.github.hfmodels.plan;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a model is not ready.
 *
 * @param request what was asked for
 * @param cause what went wrong
 * @param lock the name of the lock file that the model is in; null if it is not locked
 * @param place where the model was asked for, before the message; empty where that goes without saying
 */
public record ModelFailure(
        ModelRequest request, Exception cause, @Nullable String lock, String place) implements Advised {

    /** The source has something else than the lock says. */
    private static final Set<Kind> DIFFERENT = Set.of(Kind.FILE_NOT_FOUND, Kind.REVISION_NOT_FOUND, Kind.CORRUPT);

    /** The failure of a model that is not locked. */
    public ModelFailure(ModelRequest request, Exception cause) {
        this(request, cause, null);
    }

    /** @param lock the name of the lock file that the model is in; null if it is not locked */
    public ModelFailure(ModelRequest request, Exception cause, @Nullable String lock) {
        this(request, cause, lock, "");
    }

    /** The same failure, of a model that was asked for in that place. */
    public ModelFailure in(String place) {
        return new ModelFailure(request, cause, lock, place);
    }

    /** The model and what is wrong, in one line. */
    public String reason() {
        String needed = request.neededBy() == null ? "" : request.wanted() + " needs ";
        return place + needed + request + ": " + causeReason() + (differsFromLock() ? ", as " + lock + " has it" : "");
    }

    @Override
    public Advice advice() {
        if (differsFromLock()) {
            return new Advice(Advice.Action.UPDATE_LOCK, request.wanted().repo().id());
        }
        if (cause instanceof Advised advised) {
            return advised.advice();
        }
        if (cause instanceof FileSystemException onDisk) {
            return Advice.of(DiskFailure.of(onDisk).advice());
        }
        return isExpected() ? Advice.NONE : Advice.to(Advice.Action.REPORT_FAULT);
    }

    /** The model that the build wants, and which is not ready. */
    public ModelRequest model() {
        return request.wanted();
    }

    /** Whether it is the user's to correct, rather than something outside that does not work. */
    public boolean isUserError() {
        return cause instanceof SourceException source ? source.isUserError() : cause instanceof UserException;
    }

    /** Whether there is no token, and one might have helped. */
    public boolean isTokenMissing() {
        return cause instanceof SourceException source && source.isTokenMissing();
    }

    /** Whether the cached listing that the request relied on may be wrong or out of date. */
    public boolean suggestsStaleListing() {
        return cause instanceof SourceException source
                && (source.kind() == Kind.CORRUPT
                        || source.kind() == Kind.FILE_NOT_FOUND
                        // The history of the branch was rewritten.
                        || (source.kind() == Kind.REVISION_NOT_FOUND
                                && !request.revision().isCommit()));
    }

    private boolean differsFromLock() {
        return lock != null && cause instanceof SourceException source && DIFFERENT.contains(source.kind());
    }

    private String causeReason() {
        if (cause instanceof FileSystemException onDisk) {
            return "cannot use " + onDisk.getFile() + ": "
                    + DiskFailure.of(onDisk).reason();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return isExpected() ? message : "unexpected: " + cause;
    }

    /** Whether this is known to happen; anything else is a fault of the program. */
    private boolean isExpected() {
        return cause instanceof IOException || cause instanceof UserException || cause instanceof InvalidValueException;
    }
}
