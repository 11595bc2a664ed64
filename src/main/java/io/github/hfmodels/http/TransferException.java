package io.github.hfmodels.http;

import java.io.IOException;

/** What arrived was not what was promised, or the way to it was not one to go. The message stands for itself. */
public final class TransferException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isTransient;
    private final boolean isRateLimit;

    private TransferException(String message, boolean isTransient, boolean isRateLimit) {
        super(message);
        this.isTransient = isTransient;
        this.isRateLimit = isRateLimit;
    }

    /** The server wants a longer pause than is worth waiting for. What it gave before is as good as it was. */
    static TransferException rateLimited(String message) {
        return new TransferException(message, false, true);
    }

    /** A failure that the next try would meet again. */
    public static TransferException lasting(String message) {
        return new TransferException(message, false, false);
    }

    /** A failure that the next try may not meet. */
    public static TransferException passing(String message) {
        return new TransferException(message, true, false);
    }

    /** Whether the next try may not meet it. */
    public boolean isTransient() {
        return isTransient;
    }

    /** Whether nothing is wrong but the time. */
    public boolean isRateLimit() {
        return isRateLimit;
    }
}
