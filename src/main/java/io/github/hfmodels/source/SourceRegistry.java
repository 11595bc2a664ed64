package io.github.hfmodels.source;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a goal may ask. Each is created when it is first asked for, so that a build that finds everything in the
 * cache loads no class for HTTP or JSON. Thread-safe.
 */
public final class SourceRegistry implements AutoCloseable {

    private static final Log LOG = Log.of(SourceRegistry.class);

    private final Map<SourceId, Supplier<ModelSource>> suppliers;
    private final Map<SourceId, ModelSource> open = new HashMap<>();
    private @Nullable UserException problem;
    private boolean isClosed;

    /** @param suppliers create the sources; each is called until it has, once. A wrong setting is a {@link UserException} */
    public SourceRegistry(Map<SourceId, Supplier<ModelSource>> suppliers) {
        this.suppliers = Map.copyOf(suppliers);
    }

    /**
     * The source of a repository.
     *
     * @throws UserException when the settings of a source are wrong, or there is no such source
     */
    public synchronized ModelSource of(RepoId repo) {
        failOnWrongSettings();
        try {
            return open(repo);
        } catch (UserException e) {
            if (suppliers.containsKey(repo.source()) && !isClosed) {
                problem = e;
            }
            throw e;
        }
    }

    /**
     * The source of a repository without which a goal may go on, so that it does not fail with the settings of that source.
     *
     * @throws UserException when the settings of the source are wrong, or there is no such source
     */
    public synchronized ModelSource ofAlternate(RepoId repo) {
        return open(repo);
    }

    /**
     * Creates the source of a repository in the background and prepares it for downloads, since loading its classes takes longer than
     * planning.
     */
    public void prepareDownloads(RepoId repo) {
        var thread = new Thread(
                () -> {
                    try {
                        // Whether its settings are wrong matters when it is asked.
                        ofAlternate(repo).prepareDownloads();
                    } catch (RuntimeException | LinkageError e) {
                        LOG.debug("{}: its source cannot be used", repo, e);
                    }
                },
                "hf-models-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private ModelSource open(RepoId repo) {
        ModelSource known = open.get(repo.source());
        if (known != null) {
            return known;
        }
        Supplier<ModelSource> supplier = suppliers.get(repo.source());
        if (supplier == null) {
            throw new UserException(
                    repo + " cannot be asked for: the source '" + repo.source().word() + "' is not available");
        }
        if (isClosed) {
            // Nobody would close it.
            throw new UserException(repo + " cannot be asked for any more, since the goal ends");
        }
        ModelSource created = supplier.get();
        open.put(repo.source(), created);
        return created;
    }

    /**
     * Does nothing unless a source was asked for and its settings were wrong. The goal fails with that, since it is not the
     * failure of a model.
     *
     * @throws UserException when settings are wrong
     */
    public synchronized void failOnWrongSettings() {
        if (problem != null) {
            throw problem;
        }
    }

    /** How many requests all sources have made so far. */
    public synchronized int requestCount() {
        int requests = 0;
        // A loop, since a method reference would load the source's classes where no source was opened.
        for (ModelSource source : open.values()) {
            requests += source.requestCount();
        }
        return requests;
    }

    /** Closes the sources that were created; no other is created after that. */
    @Override
    public synchronized void close() {
        isClosed = true;
        for (ModelSource source : open.values()) {
            source.close();
        }
    }
}
