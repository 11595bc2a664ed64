package io.github.hfmodels.lockfile;

import org.jspecify.annotations.Nullable;

/** A lock file cannot be used. The message says in one line where and why, and what to do. */
public final class LockException extends Exception {

    private static final long serialVersionUID = 1L;

    LockException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
