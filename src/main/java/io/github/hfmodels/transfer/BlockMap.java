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
 * Which blocks of a content are there, which are on their way, and which are to be fetched next. Hands out segments, runs
 * of missing blocks, and halves the segment of a slow connection when another has nothing to do. Thread-safe.
 */
final class BlockMap {

    /** Below this, requests would cost more than they bring. */
    static final int SHORTEST_SEGMENT = 16;

    private static final int MAX_SEGMENT = 128;
    private static final long WORTH_HELPING_NANOS = 1_000_000_000L;
    private static final long GLANCE_MILLIS = 200;

    private enum State {
        MISSING,
        TAKEN,
        /** The journal says that it is there; nobody has looked yet. */
        CLAIMED,
        PRESENT
    }

    private final LongSupplier nanoTime;
    private final State[] states;
    private final IntSupplier connections;
    private final List<Segment> active = new ArrayList<>();
    private int missing;
    private int firstMissing;
    private int arrivals;
    private boolean isOver;
    private @Nullable IOException failure;

    /** @param connections how many connections there are for the content at present */
    BlockMap(int blocks, IntSupplier connections) {
        this(blocks, connections, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    BlockMap(int blocks, IntSupplier connections, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.states = new State[blocks];
        Arrays.fill(states, State.MISSING);
        this.missing = blocks;
        this.connections = connections;
    }

    /** A run of blocks that one connection is to fetch, from {@link #next} on. The map alone changes it. */
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

        /** How much longer the rest will take at the speed so far; a segment without a block yet is taken to have half of one. */
        private long nanosLeft(long now) {
            double blocksSoFar = Math.max(0.5, next - first);
            return (long) ((now - start) / blocksSoFar * (end - next));
        }

        /** The first block, at the time when the segment was handed out or continued. */
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
     * @param stays whether to wait until the content is complete, in case that a claimed block turns out to be missing;
     *     otherwise as long as others may need help
     * @return empty when there is nothing to do any more
     * @throws IOException when the content cannot be had
     */
    synchronized Optional<Segment> take(boolean stays) throws IOException, InterruptedException {
        while (true) {
            check();
            if (isOver) {
                return Optional.empty();
            }
            Optional<Segment> segment = missing > 0 ? Optional.of(firstRun()) : half();
            if (segment.isPresent()) {
                active.add(segment.get());
                return segment;
            }
            if (!stays && active.isEmpty()) {
                return Optional.empty();
            }
            // Time alone can show that a connection is slow.
            wait(GLANCE_MILLIS);
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
     * The second half of the slowest segment under way, when that will take long enough to be worth a request. How fast one is
     * that has just begun cannot be told: it may be waiting for its first byte.
     */
    synchronized Optional<Segment> half() {
        long now = nanoTime.getAsLong();
        Optional<Segment> slowest = active.stream()
                .filter(segment -> segment.end - segment.next > 1)
                .filter(segment -> now - segment.start > WORTH_HELPING_NANOS)
                .max(Comparator.comparingLong(segment -> segment.nanosLeft(now)))
                .filter(segment -> segment.nanosLeft(now) > WORTH_HELPING_NANOS);
        return slowest.map(segment -> {
            int middle = (segment.next + segment.end + 1) / 2;
            Segment half = new Segment(middle, segment.end, now);
            segment.end = middle;
            return half;
        });
    }

    /**
     * Notes that the segment's next block is there.
     *
     * @return whether the segment goes on
     */
    synchronized boolean arrived(Segment segment) {
        states[segment.next] = State.PRESENT;
        segment.next++;
        arrivals++;
        notifyAll();
        return segment.next < segment.end && failure == null;
    }

    /** Gives back what is left of a segment, for others to fetch. */
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
     * Waits until the block is there.
     *
     * @return whether that is a claim, yet to be looked at
     * @throws IOException when the content cannot be had
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

    /** Ends all waiting: every block has been seen. */
    synchronized void complete() {
        isOver = true;
        notifyAll();
    }

    /**
     * Ends all waiting: the content cannot be had.
     *
     * @return the first failure, which counts
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
