package io.github.hfmodels.plan;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a model is not ready.
 *
 * @param request what was asked for
 * @param cause what went wrong
 * @param lock the name of the lock file that says what the model consists of; null where the source says it
 */
public record ModelFailure(
        ModelRequest request, Exception cause, @Nullable String lock) implements Advised {

    /** The source has something else than the lock says. */
    private static final Set<Kind> DIFFERENT = Set.of(Kind.FILE_NOT_FOUND, Kind.REVISION_NOT_FOUND, Kind.CORRUPT);

    /** Of a model of which the source says what it consists of. */
    public ModelFailure(ModelRequest request, Exception cause) {
        this(request, cause, null);
    }

    /** The model and what is wrong, in one line. */
    public String reason() {
        String needed = request.neededBy() == null ? "" : request.wanted() + " needs ";
        return needed + request + ": " + causeReason() + (differsFromLock() ? ", as " + lock + " has it" : "");
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
            return advice(onDisk);
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

    /** Whether a token, of which there is none, might have helped. */
    public boolean isTokenMissing() {
        return cause instanceof SourceException source && source.isTokenMissing();
    }

    /** Whether a listing of the cache, by which a file was asked for, may be wrong or out of date. */
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
            return "cannot use " + onDisk.getFile() + ": " + reason(onDisk);
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return isExpected() ? message : "unexpected: " + cause;
    }

    /** Whether the program knows that this can happen; anything else is a fault of its own. */
    private boolean isExpected() {
        return cause instanceof IOException || cause instanceof UserException || cause instanceof InvalidValueException;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof DirectoryNotEmptyException) {
            return "something else has that name";
        }
        if (failure instanceof NoSuchFileException) {
            return "it has vanished";
        }
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }

    private static Advice advice(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return Advice.of("check its owner and mode, and those of its folder");
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof DirectoryNotEmptyException) {
            return Advice.of("move it away");
        }
        return Advice.of(failure instanceof NoSuchFileException ? "build again" : "check the disk and the folder");
    }
}
