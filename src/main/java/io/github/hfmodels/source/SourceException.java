package io.github.hfmodels.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source of models did not give what was asked for. The message says why and what to do, in one line. */
public final class SourceException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Kind {
        /** No such repository, or none that this user may know of. */
        REPOSITORY_NOT_FOUND(true),
        REVISION_NOT_FOUND(true),
        FILE_NOT_FOUND(true),
        /** The repository's owner grants access one by one. */
        GATED(true),
        DISABLED(true),
        /** The credential is refused, or not enough. */
        FORBIDDEN(true),
        /** A proxy on the way does not let requests pass. */
        PROXY(true),
        /** More than the source serves in one piece. */
        TOO_LARGE(true),
        RATE_LIMITED(false),
        /** Not reached, or not working. */
        UNAVAILABLE(false),
        /** An answer that a source of models does not give. */
        MALFORMED(false),
        /** A content other than the listing promised. */
        CORRUPT(false);

        private final boolean userError;

        Kind(boolean userError) {
            this.userError = userError;
        }
    }

    private final Kind kind;
    private final boolean tokenMissing;

    public SourceException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, false);
    }

    public SourceException(Kind kind, String message, @Nullable Throwable cause, boolean tokenMissing) {
        super(message, cause);
        this.kind = kind;
        this.tokenMissing = tokenMissing;
    }

    /** What is the matter. */
    public Kind kind() {
        return kind;
    }

    /** Whether the configuration or the user's rights must change, rather than the world. */
    public boolean isUserError() {
        return kind.userError;
    }

    /** Whether there is no token, and the source refuses what it might give to somebody with one. */
    public boolean isTokenMissing() {
        return tokenMissing;
    }

    /** Whether a snapshot that is already in the cache is still as good as before. */
    public boolean leavesCacheValid() {
        return switch (kind) {
            case REVISION_NOT_FOUND, FILE_NOT_FOUND, TOO_LARGE, MALFORMED, CORRUPT -> false;
            default -> true;
        };
    }
}
