package io.github.hfmodels.source.http;

import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.proxy.ProxyException;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;

/** Explains failures that are no status of a server: of proxies and connections, of redirects, and of answers that are not usable. */
public final class TransferFailures {

    private TransferFailures() {}

    /**
     * @param what what was requested, in words for the message
     * @param isContent whether that is a file, rather than a call of the API
     * @param endpoint the endpoint's host
     */
    public static SourceException of(IOException failure, String what, boolean isContent, String endpoint) {
        if (failure instanceof SourceException known) {
            return known;
        }
        String reason = what + ": " + failure.getMessage();
        if (failure instanceof EndpointRedirects.Refused) {
            return new SourceException(Kind.REDIRECTED, reason, Advice.to(Action.ALLOW_OTHER_HOSTS), failure);
        }
        if (failure instanceof ProxyException proxy) {
            Kind kind = proxy.isUserError() ? Kind.PROXY : Kind.UNAVAILABLE;
            return new SourceException(kind, reason, proxy.advice(), proxy);
        }
        if (failure instanceof TransferException unusable) {
            if (unusable.isRateLimit()) {
                return new SourceException(Kind.RATE_LIMITED, reason, unusable.advice(), unusable);
            }
            return isContent
                    ? new SourceException(Kind.CORRUPT, reason, unusable.advice(), unusable)
                    : ServerJson.malformed(reason, unusable);
        }
        return ConnectionFailures.of(failure, what, endpoint);
    }
}
