package io.github.hfmodels.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass; tests let none. */
@FunctionalInterface
public interface Pause {

    /** The pause that really waits. */
    Pause REAL = duration -> {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    };

    /** @throws InterruptedIOException when the thread is interrupted meanwhile */
    void of(Duration duration) throws InterruptedIOException;
}
