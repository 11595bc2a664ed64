package io.github.hfmodels.http;

import io.github.hfmodels.http.TimedOutException.Step;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long one exchange may still take: a fixed time until its headers have been read, then what its body is worth. A body that
 * carries a content may take any time, but must arrive at a least rate while it is waited for; the time that the reader needs for
 * other things, such as a slow disk, does not count. Thread-safe.
 */
final class ExchangeDeadline {

    private final Runnable abort;
    private final Collection<ExchangeDeadline> running;
    private long start;
    private long allowed = Long.MAX_VALUE;
    private String limit = "";
    private @Nullable TimedOutException exceeded;
    private Step step = Step.CONNECTION;
    private Duration silence = Duration.ZERO;

    /** Over how much time of waiting the rate is measured; 0 when it is not. */
    private long window;

    private boolean isWaiting;
    private long waitingSince;
    private long waited;
    private long received;
    private long waitedBefore;
    private long receivedBefore;

    /**
     * @param abort closes the connection, so that whoever waits for it fails
     * @param running where this is while it is running
     */
    ExchangeDeadline(Runnable abort, Collection<ExchangeDeadline> running) {
        this.abort = abort;
        this.running = running;
    }

    /** The exchange has its connection: from now on it may take this long until all headers have been read. */
    void begin(Duration time) {
        allow(time, "no complete response");
        running.add(this);
    }

    /** The exchange comes to its next step, in which the other side may be silent for this long; the socket sees to that. */
    synchronized void enter(Step next, Duration time) {
        step = next;
        silence = time;
    }

    /** From now on, a text that nobody needs, or that only explains a failure, may take this long. */
    void allowText(Duration time) {
        allow(time, "no complete text");
    }

    /** From now on, the rest of a response may take this long in all. */
    void allowResponse(Duration time) {
        allow(time, "no complete response");
    }

    /** The headers have been read; from now on a body arrives, whose rate is measured over a window. */
    synchronized void receive(Duration rateWindow) throws SocketTimeoutException {
        allowed = Long.MAX_VALUE;
        step = Step.BODY;
        window = rateWindow.toNanos();
        failIfExceeded();
    }

    private synchronized void allow(Duration time, String missing) {
        start = System.nanoTime();
        allowed = time.toNanos();
        limit = missing;
    }

    synchronized boolean isReceiving() {
        return window > 0;
    }

    /** Somebody begins to wait for bytes of the body. */
    synchronized void waits() {
        isWaiting = true;
        waitingSince = System.nanoTime();
    }

    /** Bytes of the body have arrived, or the wait has ended without. */
    synchronized void arrived(int bytes) {
        isWaiting = false;
        waited += System.nanoTime() - waitingSince;
        received += Math.max(0, bytes);
    }

    /**
     * Ends the exchange if it has taken too long.
     *
     * @param now as {@link System#nanoTime()}
     * @param leastPerSecond how many bytes of a body must arrive in a second of waiting
     */
    synchronized void check(long now, double leastPerSecond) {
        if (exceeded != null) {
            return;
        }
        if (now - start > allowed) {
            exceed(limit + " within " + seconds(Duration.ofNanos(allowed)));
        } else if (window > 0) {
            checkRate(waited + (isWaiting ? now - waitingSince : 0), leastPerSecond);
        }
    }

    private void checkRate(long waitedUntilNow, double leastPerSecond) {
        long time = waitedUntilNow - waitedBefore;
        if (time < window) {
            return;
        }
        if (received - receivedBefore < leastPerSecond * time / TimeUnit.SECONDS.toNanos(1)) {
            exceed("it arrives too slowly, with less than 1 kB a second");
        }
        waitedBefore = waitedUntilNow;
        receivedBefore = received;
    }

    private void exceed(String why) {
        exceeded = new TimedOutException(step, why, null);
        abort.run();
    }

    /** @throws SocketTimeoutException when the exchange has taken too long */
    synchronized void failIfExceeded() throws SocketTimeoutException {
        if (exceeded != null) {
            throw new TimedOutException(exceeded.step(), String.valueOf(exceeded.getMessage()), null);
        }
    }

    /** What to throw for a failure, which may come from the connection being closed here, or be the socket's timeout. */
    synchronized IOException explain(IOException failure) {
        if (exceeded != null) {
            return new TimedOutException(exceeded.step(), String.valueOf(exceeded.getMessage()), failure);
        }
        return failure instanceof SocketTimeoutException && !(failure instanceof TimedOutException)
                ? new TimedOutException(step, step.silence(seconds(silence)), failure)
                : failure;
    }

    /** Rounded up. */
    private static String seconds(Duration time) {
        return (time.toMillis() + 999) / 1_000 + " s";
    }

    /** The exchange has ended. */
    void end() {
        running.remove(this);
    }
}
