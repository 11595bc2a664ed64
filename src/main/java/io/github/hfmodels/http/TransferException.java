package io.github.hfmodels.http;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import java.io.IOException;

/** The server responded, but the response cannot be used: a wrong content, a refused redirect, too long a wait. */
public final class TransferException extends IOException implements Advised {

    private static final long serialVersionUID = 1L;

    private enum Kind {
        PERMANENT,
        TEMPORARY,
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

    /** Another try would fail in the same way. */
    public static TransferException permanent(String reason) {
        return new TransferException(Kind.PERMANENT, reason);
    }

    /** Another try may succeed. */
    public static TransferException temporary(String reason) {
        return new TransferException(Kind.TEMPORARY, reason);
    }

    /** Whether another try may succeed. */
    public boolean isTransient() {
        return kind == Kind.TEMPORARY;
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
