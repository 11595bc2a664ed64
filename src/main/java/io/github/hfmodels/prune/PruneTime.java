package io.github.hfmodels.prune;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long prune waits for others, and may keep others waiting.
 *
 * @param nanoTime a clock
 * @param pause waits for that long
 */
record PruneTime(LongSupplier nanoTime, Consumer<Duration> pause) {

    static final PruneTime SYSTEM = new PruneTime(System::nanoTime, PruneTime::sleep);

    /** Builds wait for a minute, and then go on without having excluded prune. */
    static final Duration LONGEST = Duration.ofSeconds(45);

    /**
     * huggingface_hub sees a blob, then asks for its mutex up to every 50 ms, and only then links it: those who saw a blob before it was
     * renamed away have linked it after this.
     */
    static final Duration UNTIL_LINKED = Duration.ofMillis(200);

    private static void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            // Whoever prunes looks for it before the next repository.
            Thread.currentThread().interrupt();
        }
    }

    /** The time that one repository has, from now on. */
    Limit limit() {
        return new Limit(this, nanoTime.getAsLong());
    }

    /** @param start of the clock */
    record Limit(PruneTime time, long start) {

        boolean isOver() {
            return time.nanoTime.getAsLong() - start > LONGEST.toNanos();
        }

        void pauseUntilLinked() {
            time.pause.accept(UNTIL_LINKED);
        }
    }
}
