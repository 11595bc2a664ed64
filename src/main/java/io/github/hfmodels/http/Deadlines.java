package io.github.hfmodels.http;

import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ends exchanges that take too long. The socket's own timeout only ends silence: a server that sends one byte from time to time
 * would hold a build without end. One thread looks at all exchanges, so an exchange costs neither a thread nor a timer.
 */
final class Deadlines implements Closeable {

    private static final Log LOG = Log.of(Deadlines.class);
    private static final long MAX_PERIOD = TimeUnit.SECONDS.toNanos(1);
    private static final int CHECKS_PER_TIMEOUT = 4;

    /** Below this rate a line is not worth waiting for. All bodies together must have it, since they share the line. */
    private static final double MIN_BYTES_PER_SECOND = 1_000;

    private final Set<ExchangeDeadline> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final IntSupplier allBodies;
    private final long period;

    /**
     * @param shortest the shortest timeout, to which the checks must be fine enough
     * @param allBodies how many contents arrive in this process, of which others receive some over the same line
     */
    Deadlines(Duration shortest, IntSupplier allBodies) {
        this.allBodies = allBodies;
        this.period = Math.max(1, Math.min(MAX_PERIOD, shortest.toNanos() / CHECKS_PER_TIMEOUT));
        var thread = new Thread(this::checkUntilClosed, "hf-models-deadlines");
        thread.setDaemon(true);
        thread.start();
    }

    /** A deadline for an exchange that has not begun; {@link ExchangeDeadline#end} must be called at its end. */
    ExchangeDeadline of(Runnable abort) {
        return new ExchangeDeadline(abort, running);
    }

    private void checkUntilClosed() {
        boolean isClosed = false;
        while (!isClosed) {
            try {
                isClosed = closed.await(period, TimeUnit.NANOSECONDS);
                check();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread; it ends either way.
                isClosed = true;
            } catch (OutOfMemoryError e) {
                // A large answer takes all memory, and is given up; without this thread the next one could hold the
                // build for ever.
            }
        }
    }

    private void check() {
        int own = 0;
        for (ExchangeDeadline deadline : running) {
            own += deadline.isReceiving() ? 1 : 0;
        }
        int bodies = Math.max(own, allBodies.getAsInt());
        for (ExchangeDeadline deadline : running) {
            try {
                deadline.check(System.nanoTime(), MIN_BYTES_PER_SECOND / Math.max(1, bodies));
            } catch (RuntimeException e) {
                LOG.debug("A connection cannot be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
