package io.github.hfmodels.http;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A server, or what leads to it, took longer for one step of an exchange than it may. */
public final class TimedOutException extends SocketTimeoutException implements Advised {

    private static final long serialVersionUID = 1L;

    /** The steps of an exchange, each of which has a limit of its own. */
    public enum Step {
        /** The connection, and what TLS needs. */
        CONNECTION(Advice.Action.ALLOW_LONGER_CONNECT, "no connection within "),
        /** From the request until its headers have been answered; by the proxy that is to open a tunnel, too. */
        FIRST_BYTE(Advice.Action.ALLOW_LONGER_FIRST_BYTE, "no answer within "),
        /** The rest of the response. */
        BODY(Advice.Action.ALLOW_LONGER_SILENCE, "nothing arrived for ");

        private final Advice.Action action;
        private final String silence;

        Step(Advice.Action action, String silence) {
            this.action = action;
            this.silence = silence;
        }

        /** What it is called when nothing came for so long. */
        String silence(String time) {
            return silence + time;
        }
    }

    private final Step step;

    TimedOutException(Step step, String reason, @Nullable Throwable cause) {
        super(reason);
        this.step = step;
        initCause(cause);
    }

    /** The step that took too long. */
    public Step step() {
        return step;
    }

    /** Which limit to raise, if that is no more than slow. */
    @Override
    public Advice advice() {
        return Advice.to(step.action);
    }
}
