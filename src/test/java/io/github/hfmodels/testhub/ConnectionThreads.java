package io.github.hfmodels.testhub;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads of one hub, all of which end with it. */
final class ConnectionThreads {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newCachedThreadPool(this::create);

    ExecutorService executor() {
        return executor;
    }

    Set<Thread> all() {
        return Set.copyOf(threads);
    }

    /** Ends all threads and waits until they are gone, which an executor alone does not promise. */
    void end(Duration patience) {
        executor.shutdownNow();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            for (Thread thread : threads) {
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
                if (thread.isAlive()) {
                    throw new IllegalStateException(thread + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread create(Runnable task) {
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(task, "test-hub-connection");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }
}
