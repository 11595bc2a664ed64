package io.github.hfmodels.source.http;

import io.github.hfmodels.http.TimedOutException;
import io.github.hfmodels.http.UnreachableException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Explains failures to reach a server, or to hear all of its response. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /**
     * @param what what was requested, in words for the message
     * @param endpoint the endpoint's host
     */
    static SourceException of(IOException failure, String what, String endpoint) {
        String how = "the connection broke";
        Throwable cause = failure;
        if (failure instanceof UnreachableException unreachable) {
            how = Printable.of(unreachable.host()) + " cannot be reached"
                    + unreachable.proxy().map(proxy -> " by the proxy " + proxy).orElse("");
            cause = failure.getCause() == null ? failure : failure.getCause();
        }
        boolean isUntrusted = cause instanceof SSLException
                && String.valueOf(cause.getMessage()).contains("PKIX");
        return new SourceException(
                isWithoutConnection(failure, endpoint) ? Kind.UNREACHABLE : Kind.UNAVAILABLE,
                what + ": " + how + " (" + Printable.of(reason(cause)) + ")",
                isUntrusted ? Advice.to(Action.TRUST_CERTIFICATE) : advice(cause),
                failure);
    }

    private static Advice advice(Throwable cause) {
        return cause instanceof TimedOutException late ? late.advice() : Advice.to(Action.CHECK_NETWORK);
    }

    /** Whether there is no connection to the endpoint, rather than to a server to which it redirects. */
    private static boolean isWithoutConnection(IOException failure, String endpoint) {
        return failure instanceof UnreachableException unreachable
                && unreachable.isConnectionFailure()
                && unreachable.host().equals(endpoint);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof SSLException) {
            return "no secure connection: " + message;
        }
        return cause instanceof SocketTimeoutException ? "timed out: " + message : message;
    }
}
