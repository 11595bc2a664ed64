package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.ContentNetwork;
import io.github.hfmodels.testhub.TestServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A ModelScope on a free port of the loopback interface, with its object storage on another. Contents of 1 MiB and more are redirects to
 * the storage, which refuses a request that bears credentials. Start it, fill its repositories, let the code under test talk to {@link
 * #endpoint()}, then look at {@link #requests()}. Thread-safe.
 */
public final class ModelScopeServer extends TestServer {

    private final Repositories repositories = new Repositories();
    private final Set<Variation> variations = ConcurrentHashMap.newKeySet();
    private final ContentNetwork storage = new ContentNetwork(cdnEndpoint());

    private ModelScopeServer(Builder builder) {
        super(builder.tls, builder.prefix);
        variations.addAll(builder.variations);
        serve(new Routes(repositories, variations, builder.prefix, storage));
    }

    public static ModelScopeServer start(Variation... variations) {
        return builder().variations(variations).start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How a server is reached, and what it does otherwise. */
    public static final class Builder {
        private String prefix = "";
        private @Nullable SSLContext tls;
        private List<Variation> variations = List.of();

        private Builder() {}

        /** Puts everything below a path such as {@code /modelscope}, as mirrors do. */
        public Builder pathPrefix(String pathPrefix) {
            prefix = pathPrefix;
            return this;
        }

        /** Speaks HTTPS on both servers. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        public Builder variations(Variation... all) {
            variations = List.of(all);
            return this;
        }

        public ModelScopeServer start() {
            return new ModelScopeServer(this);
        }
    }

    /** From now on, does this in another way. */
    public ModelScopeServer vary(Variation variation) {
        variations.add(variation);
        return this;
    }

    /** From now on, does this in the usual way. */
    public ModelScopeServer keep(Variation variation) {
        variations.remove(variation);
        return this;
    }

    /** The model of this name, created empty if need be. It has no branch before the first commit. */
    public ModelScopeRepository model(String id) {
        return repositories.create(false, id);
    }

    /** The data set of this name, created empty if need be. */
    public ModelScopeRepository dataset(String id) {
        return repositories.create(true, id);
    }

    /** Makes a token known. Unknown ones are refused everywhere. */
    public ModelScopeServer token(String token) {
        repositories.logins().add(token);
        return this;
    }

    /** Lets the storage refuse all URLs that were signed up to now. */
    public void expireSignedUrls() {
        storage.expireSignedUrls();
    }
}
