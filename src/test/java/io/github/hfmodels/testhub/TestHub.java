package io.github.hfmodels.testhub;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Hub on a free port of the loopback interface, with its content network on another. Start it, fill its repositories,
 * let the code under test talk to {@link #endpoint()}, then look at {@link #requests()}. Thread-safe.
 */
public final class TestHub implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Catalog catalog = new Catalog();
    private final RequestLog log = new RequestLog();
    private final Faults faults = new Faults();
    private final ConnectionThreads threads = new ConnectionThreads();
    private final Listener hubListener;
    private final Listener cdnListener;
    private final ContentNetwork contentNetwork;
    private final String endpoint;

    private TestHub(Builder builder) {
        hubListener = new Listener(threads.executor(), builder.tls);
        cdnListener = new Listener(threads.executor(), builder.tls);
        // Clients compare host names and not ports, so the content network needs another name.
        contentNetwork = new ContentNetwork(builder.contents == null ? cdnEndpoint() : builder.contents);
        String origin = hubListener.url("127.0.0.1");
        endpoint = origin + builder.prefix;
        HubRoutes routes = new HubRoutes(catalog, origin, builder.prefix, contentNetwork);
        builder.personality.limit(catalog);
        Handler servers = builder.personality.before(request -> request.line().server() == RecordedRequest.Server.HUB
                ? routes.answer(request)
                : contentNetwork.answer(request));
        hubListener.start(RecordedRequest.Server.HUB, servers, log, faults);
        cdnListener.start(RecordedRequest.Server.CDN, servers, log, faults);
    }

    public static TestHub start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How a hub is reached. */
    public static final class Builder {
        private String prefix = "";
        private @Nullable SSLContext tls;
        private @Nullable String contents;
        private Personality personality = Personality.HUB;

        private Builder() {}

        /** Answers as another server does, below the path that it has there. */
        public Builder personality(Personality other) {
            personality = other;
            prefix = other.prefix();
            return this;
        }

        /** Puts everything below a path such as {@code /hf}, as mirrors do. */
        public Builder pathPrefix(String pathPrefix) {
            prefix = pathPrefix;
            return this;
        }

        /** Speaks HTTPS on both servers. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /**
         * Redirects to another server than its own content network, which has each large content at {@code /repos/} and its
         * SHA-256. What is asked there is not among {@link TestHub#requests()}.
         */
        public Builder contents(String base) {
            contents = base;
            return this;
        }

        public TestHub start() {
            return new TestHub(this);
        }
    }

    /** Base URL with the prefix and without a final slash. */
    public String endpoint() {
        return endpoint;
    }

    /** Base URL of the content network. */
    public String cdnEndpoint() {
        return cdnListener.url("localhost");
    }

    /** The model of this name, created empty if need be. */
    public TestRepository model(String id) {
        return catalog.repository(RepoType.MODEL, id);
    }

    public TestRepository dataset(String id) {
        return catalog.repository(RepoType.DATASET, id);
    }

    public TestRepository space(String id) {
        return catalog.repository(RepoType.SPACE, id);
    }

    /** Redirects everything asked of the old name to a repository of the new one. */
    public void rename(String oldId, String newId) {
        catalog.rename(oldId, newId);
    }

    /** Makes a token known. Unknown ones are refused everywhere. */
    public TestHub token(String token) {
        catalog.credentials().addTokens(token);
        return this;
    }

    /** Makes a user known for basic authentication, as repository proxies have it. */
    public TestHub user(String name, String password) {
        return token(name + ":" + password);
    }

    /** Refuses everything without credentials, as a company's mirror may. */
    public TestHub requireCredentials() {
        catalog.closeToStrangers();
        return this;
    }

    /** Sets how many entries one page of a tree has. */
    public TestHub pageSize(int entries) {
        catalog.pageSize(entries);
        return this;
    }

    /** Sets how many files the repository info lists before it silently stops. */
    public TestHub siblingsLimit(int entries) {
        catalog.siblingsLimit(entries);
        return this;
    }

    /** Lets the content network refuse all URLs that were signed up to now. */
    public void expireSignedUrls() {
        contentNetwork.expireSignedUrls();
    }

    public Faults faults() {
        return faults;
    }

    /** All requests since the start or the last {@link #clearRequests}, in order of arrival. */
    public List<RecordedRequest> requests() {
        return log.requests();
    }

    public List<RecordedRequest> requests(Predicate<RecordedRequest> matcher) {
        return requests().stream().filter(matcher).toList();
    }

    /** Undecoded paths of all requests with this method, without queries. */
    public List<String> paths(String method) {
        return requests(request -> request.method().equals(method)).stream()
                .map(RecordedRequest::path)
                .toList();
    }

    /** Bytes of body handed out by both servers. */
    public long bytesServed() {
        return requests().stream().mapToLong(RecordedRequest::bodyBytes).sum();
    }

    public void clearRequests() {
        log.clear();
    }

    /** TCP connections accepted by a server since the start. */
    public int connections(RecordedRequest.Server server) {
        return (server == RecordedRequest.Server.HUB ? hubListener : cdnListener).accepted();
    }

    /** Waits until a matching request has arrived, or had before. */
    public RecordedRequest awaitRequest(Predicate<RecordedRequest> matcher) throws InterruptedException {
        return awaitRequests(1, matcher);
    }

    /** Waits until this many matching requests have arrived and returns the last of them. */
    public RecordedRequest awaitRequests(int count, Predicate<RecordedRequest> matcher) throws InterruptedException {
        return log.await(matcher, count, PATIENCE);
    }

    /** The threads that serve connections at the moment, or did. */
    Set<Thread> threads() {
        return threads.all();
    }

    /** Cuts all connections, stalled ones too, and waits until no thread is left. */
    @Override
    public void close() {
        hubListener.close();
        cdnListener.close();
        faults.clear();
        threads.end(PATIENCE);
    }
}
