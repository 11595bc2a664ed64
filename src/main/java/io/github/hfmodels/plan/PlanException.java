package io.github.hfmodels.plan;

import org.jspecify.annotations.Nullable;

/** What is asked for cannot be had as things are; the message says what the user can do about it. */
public final class PlanException extends Exception {

    private static final long serialVersionUID = 1L;

    public PlanException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
