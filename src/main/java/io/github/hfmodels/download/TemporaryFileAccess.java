package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files in the cache, and downloads what it lacks into a temporary folder, so that the cache is not changed. */
public final class TemporaryFileAccess implements FileAccess {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFileAccess.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final boolean offline;
    /** By repository and hash. Complete and verified: what a failed download has left is not among them. */
    private final Map<String, Path> fetched = new HashMap<>();

    private @Nullable Path folder;

    public TemporaryFileAccess(SnapshotCache cache, SourceRegistry sources, boolean offline) {
        this.cache = cache;
        this.sources = sources;
        this.offline = offline;
    }

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> wanted) throws IOException {
        CachedRepository repository = cache.repository(model.repo());
        List<RepoFile> lacking = wanted.stream()
                .filter(file -> !repository.has(listing.commit(), file)
                        && !repository.hasBlob(file.digest(), file.contentSize())
                        && !fetched.containsKey(key(model, file)))
                .toList();
        if (!lacking.isEmpty() && offline) {
            throw FileSelector.notCached(lacking);
        }
        for (RepoFile file : lacking) {
            // Another of the files may have the same content.
            if (!fetched.containsKey(key(model, file))) {
                Path content = folder().resolve(Integer.toString(fetched.size()));
                Files.deleteIfExists(content);
                sources.of(model.repo()).fetch(model.repo(), listing.commit(), file, content, TransferObserver.NONE);
                fetched.put(key(model, file), content);
            }
        }
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        Path content = fetched.get(key(model, file));
        if (content != null) {
            return content;
        }
        CachedRepository repository = cache.repository(model.repo());
        return repository.has(listing.commit(), file)
                ? repository.file(listing.commit(), file)
                : repository.blob(file.digest());
    }

    private static String key(ModelRequest model, RepoFile file) {
        return model.repo() + " " + file.digest();
    }

    /** How many contents were downloaded. */
    public int downloads() {
        return fetched.size();
    }

    private Path folder() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("hf-models");
        }
        return folder;
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
