package io.github.hfmodels.source;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** STUB until merged. */
public final class SourceRegistry implements AutoCloseable {
    private final Supplier<ModelSource> supplier;
    private @Nullable ModelSource source;
    private @Nullable UserException problem;

    public SourceRegistry(Supplier<ModelSource> supplier) {
        this.supplier = supplier;
    }

    public synchronized ModelSource of(RepoId repo) {
        failOnWrongSettings();
        if (source == null) {
            try {
                source = supplier.get();
            } catch (UserException e) {
                problem = e;
                throw e;
            }
        }
        return source;
    }

    public synchronized void failOnWrongSettings() {
        if (problem != null) {
            throw problem;
        }
    }

    public synchronized int requestCount() {
        return source == null ? 0 : source.requestCount();
    }

    @Override
    public synchronized void close() {
        if (source != null) {
            source.close();
        }
    }
}
