package io.github.hfmodels.console;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls something periodically; tests do it by hand. */
@FunctionalInterface
interface Ticks {

    /** In real time, in a daemon thread. */
    Ticks REAL = (period, task) -> {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ticking -> {
            var daemon = new Thread(ticking, "hf-models-heartbeat");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.scheduleAtFixedRate(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return thread::shutdownNow;
    };

    /**
     * Starts to call the task once per period.
     *
     * @return stops that
     */
    Runnable start(Duration period, Runnable task);
}
