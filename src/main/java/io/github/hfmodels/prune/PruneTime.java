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

    /**
     * The time that one repository has, from now on: a build that waits will soon go on, whatever is done here.
     *
     * @param onOver is told once that no time is left
     */
    Limit limit(Runnable onOver) {
        return new Limit(nanoTime.getAsLong() + LONGEST.toNanos(), onOver);
    }

    /** A moment after which nothing more is begun. */
    final class Limit {

        private final long end;
        private final Runnable onOver;
        private boolean wasOver;

        private Limit(long end, Runnable onOver) {
            this.end = end;
            this.onOver = onOver;
        }

        boolean isOver() {
            if (!wasOver && nanoTime.getAsLong() - end > 0) {
                wasOver = true;
                onOver.run();
            }
            return wasOver;
        }

        /** Whether somebody has been told so. */
        boolean wasOver() {
            return wasOver;
        }

        void pauseUntilLinked() {
            pause.accept(UNTIL_LINKED);
        }
    }
}
