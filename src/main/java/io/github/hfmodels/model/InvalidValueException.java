package io.github.hfmodels.model;

import org.jspecify.annotations.Nullable;

/**
 * A text from outside is not what it should be: not an id, a revision, a hash, a path. Whose mistake that is depends on where the
 * text came from, which the caller knows.
 */
public final class InvalidValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what was expected, in one line */
    public InvalidValueException(String message) {
        this(message, null);
    }

    /** @param cause null for none */
    public InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
