package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents for those who only want to know: what the cache has is read there, and the rest is brought into a folder that is deleted
 * afterwards, so that the cache is as it was.
 */
public final class TemporaryFileAccess implements FileAccess {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFileAccess.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final PrefetchRequest request;
    /** Whole and checked; what a download that failed has left is not. */
    private final Set<Path> brought = new HashSet<>();

    private @Nullable Path folder;

    public TemporaryFileAccess(SnapshotCache cache, SourceRegistry sources, PrefetchRequest request) {
        this.cache = cache;
        this.sources = sources;
        this.request = request;
    }

    @Override
    public void bring(ModelRequest model, Listing listing, List<RepoFile> wanted) throws PlanException, IOException {
        List<RepoFile> missing = wanted.stream()
                .filter(file -> !isCached(model, listing, file))
                .filter(file -> !brought.contains(file(model, listing, file)))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        if (request.offline()) {
            throw new PlanException(
                    "the cache lacks " + FileSelector.namesOf(missing)
                            + ", which decides what is wanted, and the build is"
                            + " offline; run once without -o and without HF_HUB_OFFLINE",
                    null);
        }
        for (RepoFile file : missing) {
            Path content = file(model, listing, file);
            // Another of the files may have the same content.
            if (!brought.contains(content)) {
                Files.createDirectories(content.getParent());
                sources.of(model.repo()).fetch(model.repo(), listing.commit(), file, content, TransferObserver.NONE);
                brought.add(content);
            }
        }
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        if (isCached(model, listing, file)) {
            return cache.repository(model.repo()).file(listing.commit(), file);
        }
        return folder().resolve(model.repo().id().replace('/', '-'))
                .resolve(file.digest().hex());
    }

    /** How many contents were downloaded. */
    public int read() {
        return brought.size();
    }

    private boolean isCached(ModelRequest model, Listing listing, RepoFile file) {
        CachedRepository repository = cache.repository(model.repo());
        return repository.has(listing.commit(), file);
    }

    private Path folder() {
        Path known = folder;
        if (known == null) {
            try {
                known = Files.createTempDirectory("hf-models");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = known;
        }
        return known;
    }

    @Override
    public void close() {
        Path known = folder;
        if (known == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(known)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted", known, e);
        }
    }
}
