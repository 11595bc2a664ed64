package io.github.hfmodels.testhub;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on a free port of the loopback interface, with the storage of its contents on another, the log of what is asked of both, and
 * faults on demand. Thread-safe.
 */
public abstract class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RequestLog log = new RequestLog();
    private final Faults faults = new Faults();
    private final ConnectionThreads threads = new ConnectionThreads();
    private final Listener server;
    private final Listener storage;
    private final String prefix;

    /** @param prefix what precedes all paths, such as {@code /mirror}; may be empty */
    protected TestServer(@Nullable SSLContext tls, String prefix) {
        this.server = new Listener(threads.executor(), tls);
        this.storage = new Listener(threads.executor(), tls);
        this.prefix = prefix;
    }

    /** Begins to answer. */
    protected final void serve(Handler handler) {
        server.start(RecordedRequest.Server.HUB, handler, log, faults);
        storage.start(RecordedRequest.Server.CDN, handler, log, faults);
    }

    /** Base URL without the prefix. */
    protected final String origin() {
        return server.url("127.0.0.1");
    }

    /** Base URL with the prefix and without a final slash. */
    public final String endpoint() {
        return origin() + prefix;
    }

    /** Base URL of the content network. Clients compare host names and not ports, so it has another name. */
    public final String cdnEndpoint() {
        return storage.url("localhost");
    }

    public final Faults faults() {
        return faults;
    }

    /** All requests since the start or the last {@link #clearRequests}, in order of arrival. */
    public final List<RecordedRequest> requests() {
        return log.requests();
    }

    public final List<RecordedRequest> requests(Predicate<RecordedRequest> matcher) {
        return requests().stream().filter(matcher).toList();
    }

    /** Undecoded paths of all requests with this method, without queries. */
    public final List<String> paths(String method) {
        return requests(request -> request.method().equals(method)).stream()
                .map(RecordedRequest::path)
                .toList();
    }

    /** Bytes of body handed out by both servers. */
    public final long bytesServed() {
        return requests().stream().mapToLong(RecordedRequest::bodyBytes).sum();
    }

    public final void clearRequests() {
        log.clear();
    }

    /** TCP connections accepted by a server since the start. */
    public final int connections(RecordedRequest.Server which) {
        return (which == RecordedRequest.Server.HUB ? server : storage).accepted();
    }

    /** Waits until a matching request has arrived, or had before. */
    public final RecordedRequest awaitRequest(Predicate<RecordedRequest> matcher) throws InterruptedException {
        return awaitRequests(1, matcher);
    }

    /** Waits until this many matching requests have arrived and returns the last of them. */
    public final RecordedRequest awaitRequests(int count, Predicate<RecordedRequest> matcher)
            throws InterruptedException {
        return log.await(matcher, count, PATIENCE);
    }

    /** The threads that serve connections at the moment, or did. */
    final Set<Thread> threads() {
        return threads.all();
    }

    /** Cuts all connections, stalled ones too, and waits until no thread is left. */
    @Override
    public final void close() {
        server.close();
        storage.close();
        faults.clear();
        threads.end(PATIENCE);
    }
}
