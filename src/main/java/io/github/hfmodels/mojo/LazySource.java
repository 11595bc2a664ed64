package io.github.hfmodels.mojo;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.hub.HubSource;
import io.github.hfmodels.hub.ModelSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Hub, connected to when it is first asked: a build that finds all in the cache loads no HTTP and no JSON. */
final class LazySource implements Supplier<ModelSource>, AutoCloseable {

    private final HttpSettings settings;
    private @Nullable ModelSource source;

    LazySource(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized ModelSource get() {
        if (source == null) {
            source = new HubSource(settings);
        }
        return source;
    }

    /** What was asked for so far. */
    synchronized int requestCount() {
        return source == null ? 0 : source.requestCount();
    }

    @Override
    public synchronized void close() {
        if (source != null) {
            source.close();
        }
    }
}
