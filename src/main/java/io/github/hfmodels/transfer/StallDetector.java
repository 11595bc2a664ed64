package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.ConnectionClosedException;

/**
 * Reads a body, and fails when less than a kilobyte a second arrives over the time of the read timeout.
 * The connection itself detects a body that stops.
 */
final class StallDetector {

    private static final Log LOG = Log.of(StallDetector.class);
    private static final long MIN_BYTES_PER_SECOND = 1_000;

    private final HttpResponse response;
    private final long windowNanos;
    private final long minInWindow;
    private long windowStart = System.nanoTime();
    private long inWindow;

    StallDetector(HttpResponse response, Duration readTimeout) {
        this.response = response;
        this.windowNanos = readTimeout.toNanos();
        this.minInWindow = MIN_BYTES_PER_SECOND * Math.max(1, readTimeout.toSeconds());
    }

    /** Reads the end of the body, so that the connection can be used again. A connection with more bytes is closed. */
    void readEnd() {
        try {
            if (response.body().read() >= 0) {
                LOG.debug("{} sends more than it was asked for", Addresses.printable(response.address()));
            }
        } catch (IOException e) {
            LOG.debug("The end of a response is missing: {}", e.toString());
        }
    }

    /** Reads up to {@code most} bytes into the beginning of the buffer; -1 at the end, even when it comes too early. */
    int read(byte[] buffer, int most) throws IOException {
        int count;
        try {
            count = response.body().read(buffer, 0, most);
        } catch (ConnectionClosedException e) {
            return -1;
        }
        inWindow += Math.max(count, 0);
        long now = System.nanoTime();
        if (now - windowStart > windowNanos) {
            if (inWindow < minInWindow && count >= 0) {
                throw TransferException.temporary("the content arrives too slowly, with less than 1 kB a second");
            }
            windowStart = now;
            inWindow = 0;
        }
        return count;
    }
}
