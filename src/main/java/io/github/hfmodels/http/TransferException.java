package io.github.hfmodels.http;

import java.io.IOException;

/** What arrived was not what was promised, or the way to it was not one to go. The message stands for itself. */
public final class TransferException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isTransient;

    private TransferException(String message, boolean isTransient) {
        super(message);
        this.isTransient = isTransient;
    }

    /** A failure that the next try would meet again. */
    public static TransferException lasting(String message) {
        return new TransferException(message, false);
    }

    /** A failure that the next try may not meet. */
    public static TransferException passing(String message) {
        return new TransferException(message, true);
    }

    /** Whether the next try may not meet it. */
    public boolean isTransient() {
        return isTransient;
    }
}
