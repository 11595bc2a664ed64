package io.github.hfmodels.model;

import org.jspecify.annotations.Nullable;

/**
 * A text from outside is malformed: it is not an id, a revision, a hash or a path. Only the caller knows where the text came from, and whether that is the user's mistake.
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
