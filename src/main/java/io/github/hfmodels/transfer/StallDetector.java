package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that must not only not fall silent, which the connection sees to, but also not trickle: less than a kilobyte a
 * second over the time in which it must not be silent counts as broken.
 */
final class StallDetector {

    private static final Logger LOG = LoggerFactory.getLogger(StallDetector.class);
    private static final long LEAST_BYTES_PER_SECOND = 1_000;

    private final HttpResponse answer;
    private final long windowNanos;
    private final long leastInWindow;
    private long windowStart = System.nanoTime();
    private long inWindow;

    StallDetector(HttpResponse answer, Duration silence) {
        this.answer = answer;
        this.windowNanos = silence.toNanos();
        this.leastInWindow = LEAST_BYTES_PER_SECOND * Math.max(1, silence.toSeconds());
    }

    /** Sees that nothing follows, so that the connection can be used again; if something does, it is closed. */
    void readEnd() {
        try {
            if (answer.body().read() >= 0) {
                LOG.debug("{} sends more than it was asked for", Addresses.printable(answer.address()));
            }
        } catch (IOException e) {
            LOG.debug("The end of an answer is missing: {}", e.toString());
        }
    }

    /** Reads up to {@code most} bytes into the beginning of the buffer; -1 at the end, also when that comes too early. */
    int read(byte[] buffer, int most) throws IOException {
        int count;
        try {
            count = answer.body().read(buffer, 0, most);
        } catch (ConnectionClosedException e) {
            return -1;
        }
        inWindow += Math.max(count, 0);
        long now = System.nanoTime();
        if (now - windowStart > windowNanos) {
            if (inWindow < leastInWindow && count >= 0) {
                throw TransferException.passing("the content trickles, with less than 1 kB a second");
            }
            windowStart = now;
            inWindow = 0;
        }
        return count;
    }
}
