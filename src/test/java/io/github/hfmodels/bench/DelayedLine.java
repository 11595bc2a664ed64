package io.github.hfmodels.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Servers on loopback made far away: a TCP proxy with the time and the rate of a long line, for systems whose kernel cannot do that. A new
 * connection waits one round trip, and every byte half of one. What comes towards the clients shares one rate, whatever the connection and the
 * server, in turns of 16 KiB or a quarter of a millisecond. It has no slow start and no losses.
 */
final class DelayedLine implements AutoCloseable {

    private static final int LEAST_TURN = 16 << 10;

    /** How many bytes a client may leave unread, beside those that are under way. */
    private static final int WAITING = 256 << 10;

    /** Small, so that a server cannot hand over much of what the line has not carried. */
    private static final int RECEIVE_BUFFER = 64 << 10;

    private static final int BACKLOG = 256;

    private final long halfTripNanos;
    private final Rate rate;
    private final int turn;
    private final int window;
    private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "line");
        thread.setDaemon(true);
        return thread;
    });

    DelayedLine(Duration roundTrip, long bitsPerSecond) {
        this.halfTripNanos = roundTrip.toNanos() / 2;
        this.rate = new Rate(bitsPerSecond);
        this.turn = Math.max(LEAST_TURN, (int) (bitsPerSecond / 8 / 4_000));
        this.window = WAITING + (int) (bitsPerSecond / 8 * halfTripNanos / TimeUnit.SECONDS.toNanos(1));
    }

    /** Puts a server of this machine at the far end. Returns the port at the near end. */
    int to(int port) throws IOException {
        var listener = new ServerSocket(0, BACKLOG, loopback());
        listeners.add(listener);
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    threads.execute(() -> carry(client, port));
                } catch (IOException | RejectedExecutionException e) {
                    // The line is closed, or a client gave up before it was accepted.
                }
            }
        });
        return listener.getLocalPort();
    }

    /** Cuts all connections. */
    @Override
    public void close() {
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
        threads.shutdownNow();
    }

    private void carry(Socket client, int port) {
        try (client;
                var server = new Socket()) {
            sleepUntil(System.nanoTime() + 2 * halfTripNanos);
            server.setReceiveBufferSize(RECEIVE_BUFFER);
            server.connect(new InetSocketAddress(loopback(), port));
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            var up = new Direction(null);
            var down = new Direction(rate);
            var ends = new ExecutorCompletionService<@Nullable Void>(threads);
            List<Future<@Nullable Void>> tasks = List.of(
                    ends.submit(() -> up.send(client.getInputStream())),
                    ends.submit(() -> up.deliver(server)),
                    ends.submit(() -> down.send(server.getInputStream())),
                    ends.submit(() -> down.deliver(client)));
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    ends.take().get();
                }
            } finally {
                tasks.forEach(task -> task.cancel(true));
            }
        } catch (IOException | ExecutionException | RejectedExecutionException e) {
            // Either side may leave at any time; the other one is cut off, too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** When a line of some rate has carried what. Thread-safe. */
    static final class Rate {

        private final double nanosPerByte;
        private long free = Long.MIN_VALUE;

        Rate(long bitsPerSecond) {
            this.nanosPerByte = 8e9 / bitsPerSecond;
        }

        /** Puts bytes on the line behind all others. Returns when the last of them is on its way, in nanoseconds as {@code now} is. */
        synchronized long send(int bytes, long now) {
            free = Math.max(free, now) + Math.round(bytes * nanosPerByte);
            return free;
        }
    }

    /** What is under way for half a round trip; no bytes are the end. */
    private record Chunk(byte[] bytes, int length, long arrival) {}

    /** One of the two directions of a connection. */
    private final class Direction {

        /** How much of the line may be taken in advance; sleeps end with half of it left, as they are not exact. */
        private static final long ADVANCE_NANOS = 2_000_000;

        /** How much earlier bytes may arrive together with those before them, which spares many short sleeps. */
        private static final long GRAIN_NANOS = 1_000_000;

        private final @Nullable Rate shared;
        private final BlockingQueue<Chunk> flight = new LinkedBlockingQueue<>();
        private final Semaphore room = new Semaphore(window);

        Direction(@Nullable Rate shared) {
            this.shared = shared;
        }

        @Nullable
        Void send(InputStream in) throws IOException, InterruptedException {
            int length;
            do {
                byte[] bytes = new byte[turn];
                length = Math.max(0, in.read(bytes));
                room.acquire(length);
                long now = System.nanoTime();
                long sent = shared == null ? now : shared.send(length, now);
                flight.put(new Chunk(bytes, length, sent + halfTripNanos));
                if (sent - now > ADVANCE_NANOS) {
                    sleepUntil(sent - ADVANCE_NANOS / 2);
                }
            } while (length > 0);
            return null;
        }

        @Nullable
        Void deliver(Socket to) throws IOException, InterruptedException {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = flight.take(); chunk.length() > 0; chunk = flight.take()) {
                if (chunk.arrival() - System.nanoTime() > GRAIN_NANOS) {
                    sleepUntil(chunk.arrival());
                }
                out.write(chunk.bytes(), 0, chunk.length());
                room.release(chunk.length());
            }
            to.shutdownOutput();
            return null;
        }
    }
}
