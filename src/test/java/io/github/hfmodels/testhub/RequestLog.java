package io.github.hfmodels.testhub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Every request in order of arrival, entered before it is answered. Thread-safe. */
final class RequestLog {
    private final List<Exchange> exchanges = new ArrayList<>();

    /** A request in the log while its answer is under way. */
    static final class Exchange {
        private final RecordedRequest request;
        private final AtomicLong bodyBytes = new AtomicLong();
        private volatile int status;

        private Exchange(RecordedRequest request) {
            this.request = request;
        }

        void answered(int withStatus) {
            status = withStatus;
        }

        void served(int bytes) {
            bodyBytes.addAndGet(bytes);
        }

        private RecordedRequest snapshot() {
            return new RecordedRequest(
                    request.server(), request.method(), request.target(), request.headers(), status, bodyBytes.get());
        }
    }

    synchronized Exchange enter(RecordedRequest request) {
        Exchange exchange = new Exchange(request);
        exchanges.add(exchange);
        notifyAll();
        return exchange;
    }

    synchronized List<RecordedRequest> requests() {
        return exchanges.stream().map(Exchange::snapshot).toList();
    }

    synchronized void clear() {
        exchanges.clear();
    }

    /** Waits until {@code count} requests match and returns the last of these. */
    synchronized RecordedRequest await(Predicate<RecordedRequest> matcher, int count, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<RecordedRequest> matching =
                    requests().stream().filter(matcher).limit(count).toList();
            if (matching.size() == count) {
                return matching.get(count - 1);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + matching.size() + " of " + count + " requests in " + requests());
            }
            wait(left);
        }
    }
}
