package io.github.hfmodels.lockfile;

import org.jspecify.annotations.Nullable;

/** A lock file cannot be used as it is; the message says where, why and what the user can do, in one line. */
public final class LockException extends Exception {

    private static final long serialVersionUID = 1L;

    LockException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
