package io.github.hfmodels.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass; tests let none. */
@FunctionalInterface
public interface Sleeper {

    /** The pause that really waits. */
    Sleeper REAL = duration -> {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    };

    /** @throws InterruptedIOException when the thread is interrupted meanwhile */
    void sleep(Duration duration) throws InterruptedIOException;
}
