package io.github.hfmodels.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of a content are present, which are being fetched, and which to fetch next. It hands out segments, that is runs
 * of missing blocks, and halves the segment of a slow connection when a faster one has nothing to do. Thread-safe.
 */
final class BlockMap {

    /** A request for fewer blocks costs more time than it saves. */
    static final int SHORTEST_SEGMENT = 16;

    private static final int MAX_SEGMENT = 128;
    private static final long MIN_NANOS_TO_HALVE = 1_000_000_000L;
    private static final long RECHECK_MILLIS = 200;

    /** How much slower a connection must be to be helped where another one would not make the download faster, as on a full line. */
    private static final double SLOWER = 3;

    private enum State {
        MISSING,
        TAKEN,
        /** Present according to the journal; its checksum was not compared yet. */
        CLAIMED,
        PRESENT
    }

    private final LongSupplier nanoTime;
    private final State[] states;
    private final IntSupplier connections;
    private final IntSupplier useful;
    private final List<Segment> active = new ArrayList<>();
    private int missing;
    private int firstMissing;
    private int arrivals;
    private boolean isOver;
    private @Nullable IOException failure;

    /**
     * @param connections how many connections there are for the content now
     * @param useful how many of them are known to make the download faster
     * @param nanoTime as {@link System#nanoTime()}
     */
    BlockMap(int blocks, IntSupplier connections, IntSupplier useful, LongSupplier nanoTime) {
        this.useful = useful;
        this.nanoTime = nanoTime;
        this.states = new State[blocks];
        Arrays.fill(states, State.MISSING);
        this.missing = blocks;
        this.connections = connections;
    }

    /** A run of blocks that one connection fetches, from {@link #next} on. Only the map changes it. */
    static final class Segment {
        private final long start;
        private final int first;
        private int next;
        private int end;

        private Segment(int next, int end, long start) {
            this.start = start;
            this.first = next;
            this.next = next;
            this.end = end;
        }

        /** At the speed so far; a segment without a block counts as having half a block. */
        private double nanosPerBlock(long now) {
            return (now - start) / Math.max(0.5, next - first);
        }

        /** How long the rest will take at the speed so far. */
        private long nanosLeft(long now) {
            return (long) (nanosPerBlock(now) * (end - next));
        }

        /** The next block to be fetched. */
        int next() {
            return next;
        }

        /** The block after the last. */
        int end() {
            return end;
        }
    }

    synchronized void claim(int block) {
        states[block] = State.CLAIMED;
        missing--;
    }

    /** How many blocks have arrived so far, over all connections. */
    synchronized int arrivals() {
        return arrivals;
    }

    synchronized int missing() {
        return missing;
    }

    /**
     * The next segment to be fetched.
     *
     * @param stays whether to wait until the content is complete, since a claimed block may turn out to be missing; otherwise
     *     this waits only while a segment of another connection may be halved
     * @param last the last segment of the connection, which tells how fast it is; null if it has none
     * @return empty when there is nothing left to do
     * @throws IOException when the download has failed
     */
    synchronized Optional<Segment> take(boolean stays, @Nullable Segment last)
            throws IOException, InterruptedException {
        double nanosPerBlock = last == null ? Double.POSITIVE_INFINITY : last.nanosPerBlock(nanoTime.getAsLong());
        while (true) {
            check();
            if (isOver) {
                return Optional.empty();
            }
            Optional<Segment> segment = missing > 0 ? Optional.of(firstRun()) : half(nanosPerBlock);
            if (segment.isPresent()) {
                active.add(segment.get());
                return segment;
            }
            if (!stays && active.isEmpty()) {
                return Optional.empty();
            }
            // Whether a connection is slow shows only after some time.
            wait(RECHECK_MILLIS);
        }
    }

    private Segment firstRun() {
        while (states[firstMissing] != State.MISSING) {
            firstMissing++;
        }
        int longest = Math.max(SHORTEST_SEGMENT, Math.min(MAX_SEGMENT, missing / (2 * connections.getAsInt())));
        int end = firstMissing;
        while (end < states.length && end < firstMissing + longest && states[end] == State.MISSING) {
            states[end++] = State.TAKEN;
            missing--;
        }
        return new Segment(firstMissing, end, nanoTime.getAsLong());
    }

    /**
     * The second half of the slowest segment that is being fetched, when its rest takes long enough to be worth a request. A
     * segment that has just begun does not count, since it may be waiting for its first byte.
     *
     * @param nanosPerBlock how long a block took the connection that has nothing to do
     */
    synchronized Optional<Segment> half(double nanosPerBlock) {
        long now = nanoTime.getAsLong();
        boolean isWorthAnother = active.size() < useful.getAsInt();
        Optional<Segment> slowest = active.stream()
                .filter(segment -> segment.end - segment.next > 1)
                .filter(segment -> now - segment.start > MIN_NANOS_TO_HALVE)
                .filter(segment -> isWorthAnother || segment.nanosPerBlock(now) > SLOWER * nanosPerBlock)
                .max(Comparator.comparingLong(segment -> segment.nanosLeft(now)))
                .filter(segment -> segment.nanosLeft(now) > MIN_NANOS_TO_HALVE);
        return slowest.map(segment -> {
            int middle = (segment.next + segment.end + 1) / 2;
            Segment half = new Segment(middle, segment.end, now);
            segment.end = middle;
            return half;
        });
    }

    /**
     * Notes that the segment's next block has arrived.
     *
     * @return whether the segment has further blocks
     */
    synchronized boolean arrived(Segment segment) {
        states[segment.next] = State.PRESENT;
        segment.next++;
        arrivals++;
        notifyAll();
        return segment.next < segment.end && failure == null;
    }

    /** Makes the remaining blocks of a segment available to other connections. */
    synchronized void release(Segment segment) {
        active.remove(segment);
        for (int block = segment.next; block < segment.end; block++) {
            states[block] = State.MISSING;
            missing++;
            firstMissing = Math.min(firstMissing, block);
        }
        notifyAll();
    }

    /**
     * Waits until the block is present.
     *
     * @return whether its checksum must still be compared
     * @throws IOException when the download has failed
     */
    synchronized boolean await(int block) throws IOException, InterruptedException {
        check();
        while (states[block] != State.PRESENT && states[block] != State.CLAIMED) {
            wait();
            check();
        }
        return states[block] == State.CLAIMED;
    }

    synchronized void confirm(int block) {
        states[block] = State.PRESENT;
    }

    synchronized void lost(int block) {
        states[block] = State.MISSING;
        missing++;
        firstMissing = Math.min(firstMissing, block);
        notifyAll();
    }

    /** Ends all waiting: every block was hashed. */
    synchronized void complete() {
        isOver = true;
        notifyAll();
    }

    /**
     * Ends all waiting: the download has failed.
     *
     * @return the first failure
     */
    synchronized IOException fail(IOException cause) {
        if (failure == null && !isOver) {
            failure = cause;
        }
        notifyAll();
        return failure == null ? cause : failure;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
