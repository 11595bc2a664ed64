package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelRequest;
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

/** Reads files in the cache, and downloads what it lacks into a folder that is deleted afterwards, so that the cache stays as it is. */
public final class TemporaryFileAccess implements FileAccess {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFileAccess.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final MissingContents missing;
    private final boolean offline;
    /** Whole and verified; what a download that failed has left is not. */
    private final Set<Path> fetched = new HashSet<>();

    private @Nullable Path folder;

    public TemporaryFileAccess(SnapshotCache cache, SourceRegistry sources, MissingContents missing, boolean offline) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.offline = offline;
    }

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> wanted) throws IOException {
        List<RepoFile> lacking = wanted.stream()
                .filter(file -> !missing.isPresent(model.repo(), listing.commit(), file))
                .filter(file -> !fetched.contains(file(model, listing, file)))
                .toList();
        if (!lacking.isEmpty() && offline) {
            throw FileSelector.notCached(lacking);
        }
        for (RepoFile file : lacking) {
            Path content = file(model, listing, file);
            // Another of the files may have the same content.
            if (!fetched.contains(content)) {
                Files.createDirectories(content.getParent());
                sources.of(model.repo()).fetch(model.repo(), listing.commit(), file, content, TransferObserver.NONE);
                fetched.add(content);
            }
        }
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        return missing.isPresent(model.repo(), listing.commit(), file)
                ? cache.repository(model.repo()).file(listing.commit(), file)
                : folder().resolve(model.repo().id().replace('/', '-'))
                        .resolve(file.digest().hex());
    }

    /** How many contents were downloaded. */
    public int downloads() {
        return fetched.size();
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
