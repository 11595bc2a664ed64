package io.github.hfmodels.http;

import io.github.hfmodels.http.TimedOutException.Step;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * How long the steps of one exchange may take.
 *
 * @param deadline the deadline of the exchange
 * @param connect how long connecting may take
 * @param firstByte how long the server may be silent before it answers
 * @param silence how long it may be silent later
 */
record ExchangeLimits(ExchangeDeadline deadline, Duration connect, Duration firstByte, Duration silence) {

    private static final String ATTRIBUTE = "hf-models.limits";

    /** The limits of the exchange to which a context belongs; null when it has none. */
    static @Nullable ExchangeLimits of(HttpContext context) {
        return (ExchangeLimits) context.getAttribute(ATTRIBUTE);
    }

    void addTo(HttpContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /** The exchange has its connection, which may have to be opened; waiting for it is no fault of the server. */
    void begin() {
        deadline.enter(Step.CONNECTION, connect);
        deadline.begin(connect.plus(firstByte));
    }

    /** Sends requests, those to a proxy included, and knows when a response has begun. */
    static final class Executor extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            ExchangeLimits limits = of(context);
            if (limits == null) {
                return super.execute(request, connection, information, context);
            }
            limits.deadline().enter(Step.FIRST_BYTE, limits.firstByte());
            connection.setSocketTimeout(Timeout.of(limits.firstByte()));
            ClassicHttpResponse response = super.execute(request, connection, information, context);
            // What follows a tunnel is the handshake with the server.
            boolean isTunnel = Method.CONNECT.isSame(request.getMethod());
            Duration next = isTunnel ? limits.connect() : limits.silence();
            limits.deadline().enter(isTunnel ? Step.CONNECTION : Step.BODY, next);
            connection.setSocketTimeout(Timeout.of(next));
            return response;
        }
    }
}
