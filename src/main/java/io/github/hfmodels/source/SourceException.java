package io.github.hfmodels.source;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.CommitHash;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source of models did not give what was asked for. The message is the reason, in one line. */
public final class SourceException extends IOException implements Advised {

    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** The repository does not exist, or the user must not know that it does. */
        REPOSITORY_NOT_FOUND(true, true),
        REVISION_NOT_FOUND(true, true),
        FILE_NOT_FOUND(true, true),
        /** The repository's owner grants access to each user separately. */
        GATED(true, false),
        DISABLED(true, false),
        /** The credential is refused, or does not suffice. */
        FORBIDDEN(true, false),
        /** A proxy does not let requests pass. */
        PROXY(true, true),
        /** The server redirects to another, which may not be asked. */
        REDIRECTED(true, true),
        /** The file is larger than the source serves. */
        TOO_LARGE(true, false),
        RATE_LIMITED(false, true),
        /** There is no connection to the endpoint. */
        UNREACHABLE(false, true),
        /** The server does not work, or not all of an answer arrives. */
        UNAVAILABLE(false, true),
        /** The response is not one that a source of models gives. */
        MALFORMED(false, true),
        /** The content is not the one that the listing names. */
        CORRUPT(false, true);

        private final boolean userError;
        private final boolean worthAnotherEndpoint;

        Kind(boolean userError, boolean worthAnotherEndpoint) {
            this.userError = userError;
            this.worthAnotherEndpoint = worthAnotherEndpoint;
        }
    }

    private final Kind kind;
    private final transient Advice advice;
    private final boolean tokenMissing;
    private final transient @Nullable CommitHash commit;

    /** @param reason what went wrong, in one line and without advice */
    public SourceException(Kind kind, String reason, Advice advice, @Nullable Throwable cause) {
        this(kind, reason, advice, cause, false, null);
    }

    /** @param tokenMissing whether there is no token, and the source may give this to a user with a token */
    public SourceException(Kind kind, String reason, Advice advice, @Nullable Throwable cause, boolean tokenMissing) {
        this(kind, reason, advice, cause, tokenMissing, null);
    }

    private SourceException(
            Kind kind,
            String reason,
            Advice advice,
            @Nullable Throwable cause,
            boolean tokenMissing,
            @Nullable CommitHash commit) {
        super(reason, cause);
        this.kind = kind;
        this.advice = advice;
        this.tokenMissing = tokenMissing;
        this.commit = commit;
    }

    /**
     * The same failure of a source that has named the commit of the revision before it failed to list it, or that has looked for a file
     * in all that the commit has.
     */
    public SourceException at(CommitHash named) {
        return new SourceException(kind, String.valueOf(getMessage()), advice, getCause(), tokenMissing, named);
    }

    /**
     * The commit of the revision, if the source has named it before it failed to list its files; the commit that is known not to have a
     * file; null otherwise.
     */
    public @Nullable CommitHash commit() {
        return commit;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public Advice advice() {
        return advice;
    }

    /** Whether the configuration or the user's permissions must change before the same request can succeed. */
    public boolean isUserError() {
        return kind.userError;
    }

    /** Whether there is no token, and the source may give what was asked for to a user with a token. */
    public boolean isTokenMissing() {
        return tokenMissing;
    }

    /** Whether another endpoint of the same source may succeed where this one failed. */
    public boolean isWorthAnotherEndpoint() {
        return kind.worthAnotherEndpoint;
    }

    /** Whether a snapshot that is already in the cache is still as good as before. */
    public boolean leavesCacheValid() {
        return commit == null
                && switch (kind) {
                    case REVISION_NOT_FOUND, FILE_NOT_FOUND, REDIRECTED, TOO_LARGE, MALFORMED, CORRUPT -> false;
                    default -> true;
                };
    }
}
