package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.http.UnreachableException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.proxy.ProxyException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Decides whether a failed request is repeated, and waits before: half a second at first, then twice as long each time, with
 * jitter. It counts the failures of one piece of work, and starts again from zero when the work makes progress. Not thread-safe.
 */
final class Retries {

    private static final Log LOG = Log.of(Retries.class);
    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    /** A host that refuses connections or does not exist seldom recovers soon, and the cache may suffice without it. */
    private static final int MAX_CONNECTION_RETRIES = 2;

    private final int maxRetries;
    private final Sleeper sleeper;
    private int failures;
    private int delays;

    static Retries of(HttpTransport transport) {
        return new Retries(transport.settings().retries(), transport.sleeper());
    }

    Retries(int maxRetries, Sleeper sleeper) {
        this.maxRetries = maxRetries;
        this.sleeper = sleeper;
    }

    /** The work made progress: earlier failures no longer count. */
    void progress() {
        failures = 0;
        delays = 0;
    }

    /** Other connections made progress: earlier failures no longer count, but the delays stay as long as they are. */
    void progressElsewhere() {
        failures = 0;
    }

    /**
     * Waits until the next try.
     *
     * @throws IOException the failure itself, when the request is not to be repeated
     */
    void after(IOException failure) throws IOException {
        int limit = isConnectionFailure(failure) ? Math.min(maxRetries, MAX_CONNECTION_RETRIES) : maxRetries;
        if (!isTransient(failure) || failures >= limit) {
            throw failure;
        }
        Duration delay = delay(delays);
        failures++;
        delays++;
        LOG.debug("Trying again in {} ms, attempt {}: {}", delay.toMillis(), delays, failure.toString());
        sleeper.sleep(delay);
    }

    /** Half of it is random, so that many clients do not come back at the same time. */
    private static Duration delay(int before) {
        long full = Math.min(FIRST_DELAY.toMillis() << Math.min(before, 16), MAX_DELAY.toMillis());
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    static boolean isTransient(IOException failure) {
        if (failure instanceof UnreachableException && failure.getCause() instanceof IOException cause) {
            return isTransient(cause);
        }
        if (failure instanceof HttpStatusException status) {
            return TRANSIENT_STATUSES.contains(status.status());
        }
        if (failure instanceof ProxyException proxy) {
            return TRANSIENT_STATUSES.contains(proxy.status());
        }
        if (failure instanceof TransferException wrong) {
            return wrong.isTransient();
        }
        return failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof EOFException
                || failure instanceof ConnectionClosedException
                || failure instanceof NoHttpResponseException
                || (failure instanceof SSLException && !(failure instanceof SSLHandshakeException));
    }

    private static boolean isConnectionFailure(IOException failure) {
        Throwable cause = failure instanceof UnreachableException ? failure.getCause() : failure;
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }
}
