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
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Decides whether a failed request is repeated, and waits before: half a second at first, then twice as long each time, with
 * jitter. It counts the failures of one piece of work, and starts again from zero when the work makes progress. Not thread-safe.
 */
final class Retries {

    private static final Log LOG = Log.of(Retries.class);

    /** Besides the server errors. */
    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 425, 429);

    /** Server errors by which a server says that it cannot, rather than that it cannot now. */
    private static final Set<Integer> LASTING_ERRORS = Set.of(501, 505);

    private static final Set<Integer> EXPIRED = Set.of(400, 401, 403, 404, 410);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    /** A host that refuses connections or does not exist seldom recovers soon, and the cache may suffice without it. */
    private static final int MAX_CONNECTION_RETRIES = 2;

    private final int maxRetries;
    private final boolean hasAlternative;
    private final Sleeper sleeper;
    private int failures;
    private int delays;

    static Retries of(HttpTransport transport) {
        return new Retries(transport.settings().retries(), transport.settings().hasAlternative(), transport.sleeper());
    }

    /** @param hasAlternative whether another server is asked rather than one again that does not respond */
    Retries(int maxRetries, boolean hasAlternative, Sleeper sleeper) {
        this.maxRetries = maxRetries;
        this.hasAlternative = hasAlternative;
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
     * Waits until the next try, if a failure may be temporary.
     *
     * @throws IOException the failure itself, when the request is not to be repeated
     */
    void after(IOException failure) throws IOException {
        if (!isTransient(failure)) {
            throw failure;
        }
        again(failure);
    }

    /**
     * Waits until the next try.
     *
     * @throws IOException the failure itself, when the request was repeated often enough
     */
    void again(IOException failure) throws IOException {
        if (failures >= limit(failure)) {
            throw failure;
        }
        Duration delay = delay(delays);
        failures++;
        delays++;
        LOG.debug("Trying again in {} ms, attempt {}: {}", delay.toMillis(), delays, failure.toString());
        sleeper.sleep(delay);
    }

    /** Whether a failure that is not one to connect may be followed by another try. */
    boolean mayGoOn() {
        return failures < maxRetries;
    }

    private int limit(IOException failure) {
        if (hasAlternative && isUnresponsive(failure)) {
            return 0;
        }
        return isConnectionFailure(failure) ? Math.min(maxRetries, MAX_CONNECTION_RETRIES) : maxRetries;
    }

    /** Whether the next try would probably only take as long as this one. */
    private static boolean isUnresponsive(IOException failure) {
        return isConnectionFailure(failure)
                || (failure instanceof UnreachableException && failure.getCause() instanceof SocketTimeoutException);
    }

    /** Half of it is random, so that many clients do not come back at the same time. */
    private static Duration delay(int before) {
        long full = Math.min(FIRST_DELAY.toMillis() << Math.min(before, 16), MAX_DELAY.toMillis());
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    /**
     * Whether a server says of an address that it is not good, or no longer. Content networks answer with 403, 400 or 401 when a
     * signed address has expired, and with 404 or 410 when a content has moved. From the address of the content itself these are
     * final.
     */
    static boolean isExpired(HttpStatusException failure) {
        return EXPIRED.contains(failure.status());
    }

    /**
     * Whether following the redirects again may help, since a server to which they led refuses the address that it was asked for.
     * A Hub would say why.
     */
    static boolean isRefusedAfterRedirect(IOException failure) {
        return failure instanceof HttpStatusException status
                && status.isRedirected()
                && isExpired(status)
                && status.header("X-Error-Code").isEmpty();
    }

    static boolean isTransient(IOException failure) {
        if (failure instanceof UnreachableException && failure.getCause() instanceof IOException cause) {
            return isTransient(cause);
        }
        if (failure instanceof HttpStatusException status) {
            return isTransient(status.status());
        }
        if (failure instanceof ProxyException proxy) {
            return isTransient(proxy.status());
        }
        if (failure instanceof TransferException wrong) {
            return wrong.isTransient();
        }
        if (failure instanceof SSLHandshakeException) {
            return isBrokenOff(failure);
        }
        return failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof EOFException
                || failure instanceof SSLException
                || isNotHttp(failure)
                || failure instanceof ConnectionClosedException
                || failure instanceof NoHttpResponseException;
    }

    /** A success that is none for what was asked for, such as 204, is no verdict of the server either. */
    private static boolean isTransient(int status) {
        return TRANSIENT_STATUSES.contains(status)
                || (status >= 200 && status < 300)
                || (status >= 500 && !LASTING_ERRORS.contains(status));
    }

    /** Proxies have hiccups in which they send something else. */
    private static boolean isNotHttp(IOException failure) {
        return failure instanceof ClientProtocolException || failure instanceof MalformedChunkCodingException;
    }

    /** Whether the connection ended in a TLS handshake, rather than that one side refused the other. */
    private static boolean isBrokenOff(IOException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException || cause instanceof SocketException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnectionFailure(IOException failure) {
        Throwable cause = failure instanceof UnreachableException ? failure.getCause() : failure;
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }
}
