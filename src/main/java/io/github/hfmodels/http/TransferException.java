package io.github.hfmodels.http;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import java.io.IOException;

/** A response that cannot be used, although the server answered: a wrong content, a refused redirect, too long a wait. */
public final class TransferException extends IOException implements Advised {

    private static final long serialVersionUID = 1L;

    private enum Kind {
        LASTING,
        PASSING,
        RATE_LIMIT
    }

    private final Kind kind;

    private TransferException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    /** The server asks for a wait that is longer than allowed. A snapshot in the cache is as good as before. */
    static TransferException rateLimited(String reason) {
        return new TransferException(Kind.RATE_LIMIT, reason);
    }

    /** A failure that another try would meet again. */
    public static TransferException lasting(String reason) {
        return new TransferException(Kind.LASTING, reason);
    }

    /** A failure that another try may not meet. */
    public static TransferException passing(String reason) {
        return new TransferException(Kind.PASSING, reason);
    }

    /** Whether another try may succeed. */
    public boolean isTransient() {
        return kind == Kind.PASSING;
    }

    /** Whether the server limits the rate of requests. */
    public boolean isRateLimit() {
        return kind == Kind.RATE_LIMIT;
    }

    @Override
    public Advice advice() {
        return isRateLimit() ? Advice.to(Advice.Action.ALLOW_LONGER_WAIT) : Advice.NONE;
    }
}
