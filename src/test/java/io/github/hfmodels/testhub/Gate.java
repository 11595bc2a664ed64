package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds connections back until it is opened, for good. */
final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);

    void open() {
        opened.countDown();
    }

    void await() throws IOException {
        await(Long.MAX_VALUE);
    }

    void await(long nanos) throws IOException {
        try {
            if (opened.await(nanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("hub closed");
        }
    }
}
