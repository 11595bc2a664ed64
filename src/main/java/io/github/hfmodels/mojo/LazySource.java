package io.github.hfmodels.mojo;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.hub.HubSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Hub, connected to when it is first asked: a build that finds all in the cache loads no HTTP and no JSON. */
final class LazySource implements Supplier<ModelSource>, AutoCloseable {

    private final Supplier<HttpSettings> settings;
    private @Nullable ModelSource source;
    private @Nullable UserException problem;

    /** @param settings gives how to connect; asked at most once */
    LazySource(Supplier<HttpSettings> settings) {
        this.settings = settings;
    }

    /** @throws UserException when the settings make no sense */
    @Override
    public synchronized ModelSource get() {
        failOnWrongSettings();
        if (source == null) {
            try {
                source = new HubSource(settings.get());
            } catch (UserException e) {
                problem = e;
                throw e;
            }
        }
        return source;
    }

    /**
     * Does nothing unless somebody asked for the source and the settings made no sense, which is no model's failure.
     *
     * @throws UserException when the settings make no sense
     */
    synchronized void failOnWrongSettings() {
        if (problem != null) {
            throw problem;
        }
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
