package io.github.hfmodels.mojo;

import io.github.hfmodels.hub.HubSource;
import io.github.hfmodels.hub.ModelSource;
import io.github.hfmodels.transfer.HttpTransport;
import io.github.hfmodels.transfer.TransferSettings;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Hub, connected to when it is first asked: a build that finds all in the cache loads no HTTP and no JSON. */
final class LazySource implements Supplier<ModelSource>, Closeable {

    private final Supplier<TransferSettings> settings;
    private @Nullable ModelSource source;

    LazySource(Supplier<TransferSettings> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized ModelSource get() {
        if (source == null) {
            source = new HubSource(new HttpTransport(settings.get()));
        }
        return source;
    }

    /** The requests made so far. */
    synchronized int requestCount() {
        return source == null ? 0 : source.requestCount();
    }

    @Override
    public synchronized void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
