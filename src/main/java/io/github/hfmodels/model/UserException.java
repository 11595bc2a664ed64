package io.github.hfmodels.model;

import org.jspecify.annotations.Nullable;

/**
 * A user's mistake: what is configured, or asked for, cannot be done as it is. The message is the reason, in one line. Any other unchecked exception is a fault of the program.
 */
public final class UserException extends RuntimeException implements Advised {

    private static final long serialVersionUID = 1L;

    private final transient Advice advice;

    /** A mistake whose reason says what to do. */
    public UserException(String reason) {
        this(reason, Advice.NONE, null);
    }

    /** A mistake whose reason says what to do, found because of another failure. */
    public UserException(String reason, Throwable cause) {
        this(reason, Advice.NONE, cause);
    }

    /** A mistake with advice. */
    public UserException(String reason, Advice advice) {
        this(reason, advice, null);
    }

    /** @param cause null for none */
    public UserException(String reason, Advice advice, @Nullable Throwable cause) {
        super(reason, cause);
        this.advice = advice;
    }

    @Override
    public Advice advice() {
        return advice;
    }
}
