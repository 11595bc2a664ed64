package io.github.hfmodels.testhub;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Hub on a free port of the loopback interface, with its content network on another. Start it, fill its repositories,
 * let the code under test talk to {@link #endpoint()}, then look at {@link #requests()}. Thread-safe.
 */
public final class TestHub extends TestServer {
    private final Catalog catalog = new Catalog();
    private final ContentNetwork contentNetwork;

    private TestHub(Builder builder) {
        super(builder.tls, builder.prefix);
        contentNetwork = new ContentNetwork(builder.contents == null ? cdnEndpoint() : builder.contents);
        HubRoutes routes = new HubRoutes(catalog, origin(), builder.prefix, contentNetwork);
        builder.personality.limit(catalog);
        serve(builder.personality.before(request -> request.line().server() == RecordedRequest.Server.HUB
                ? routes.answer(request)
                : contentNetwork.answer(request)));
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
}
