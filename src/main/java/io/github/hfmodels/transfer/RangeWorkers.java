package io.github.hfmodels.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of one content other than its first. Only one thread may start and end them. */
final class RangeWorkers {

    /** The work of each connection. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final Executor threads;
    private final Work work;
    private final Consumer<IOException> onFailure;
    private final List<Connection> connections = new ArrayList<>();

    RangeWorkers(Executor threads, Work work, Consumer<IOException> onFailure) {
        this.threads = threads;
        this.work = work;
        this.onFailure = onFailure;
    }

    /** Starts more connections until this many have been started. */
    void startUpTo(int count) {
        while (connections.size() < count) {
            var connection = new Connection();
            threads.execute(connection);
            connections.add(connection);
        }
    }

    /** Interrupts all connections and waits for their end. An interrupt of this thread takes effect afterwards. */
    void end() {
        connections.forEach(Connection::dismiss);
        boolean interrupted = false;
        for (Connection connection : connections) {
            while (connection.end.getCount() > 0) {
                try {
                    connection.end.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection implements Runnable {

        private final CountDownLatch end = new CountDownLatch(1);
        private @Nullable Thread thread;
        private boolean isDismissed;

        @Override
        public void run() {
            try {
                if (begins()) {
                    work.run();
                }
            } catch (IOException e) {
                onFailure.accept(e);
            } catch (InterruptedException e) {
                // Only end() interrupts.
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                onFailure.accept(new IOException("a connection failed with " + e, e));
            } finally {
                ends();
            }
        }

        /** Has an effect even while it waits for a free connection or for its next try. */
        private synchronized void dismiss() {
            isDismissed = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        private synchronized boolean begins() {
            thread = isDismissed ? null : Thread.currentThread();
            return !isDismissed;
        }

        private synchronized void ends() {
            thread = null;
            end.countDown();
        }
    }
}
