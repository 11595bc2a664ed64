package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.verify.FileStamp.LastAccess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small files that decide which others are wanted, from the cache. Only those that are as they should be decide anything. */
final class DecidingFiles implements FileAccess {

    private final SnapshotCache cache;
    private final Path root;
    private final Findings findings;
    private final Clock clock;
    private final Map<Path, LastAccess> accesses = new LinkedHashMap<>();
    private final Map<Path, Content> good = new HashMap<>();

    /** @param root the cache's folder, without links */
    DecidingFiles(SnapshotCache cache, Path root, Findings findings, Clock clock) {
        this.clock = clock;
        this.cache = cache;
        this.root = root;
        this.findings = findings;
    }

    /** A file that decides which others are wanted is among the findings, so that these are not known. */
    static final class UndecidedException extends IOException {

        private static final long serialVersionUID = 1L;

        UndecidedException(String reason) {
            super(reason);
        }
    }

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> files) throws IOException {
        CachedRepository repository = cache.repository(model.repo());
        var wrong = new Findings();
        var inspection = new Inspection(cache, root, wrong);
        for (RepoFile file : files) {
            Path path = repository.file(listing.commit(), file);
            inspection.inspect(Place.inSnapshot(model.repo(), listing.commit(), file, path, model));
        }
        for (Content content : inspection.contents()) {
            accesses.putIfAbsent(content.path(), LastAccess.of(content.path()));
        }
        List<Content> contents =
                inspection.contents().stream().filter(Content::isToBeHashed).toList();
        try {
            new ContentHasher(1, clock).hash(contents, DownloadDisplay.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while verifying files of " + model);
        }
        contents.forEach(content -> content.report(wrong));
        if (!wrong.list().isEmpty()) {
            wrong.list().forEach(findings::add);
            throw new UndecidedException("what else it needs is not known without " + FileSelector.namesOf(files));
        }
        contents.stream()
                .filter(content -> content.verified() != null)
                .forEach(content -> good.put(content.path(), content));
    }

    /** Whether the content was found to have its hashes, and has not changed since but for its access time. */
    boolean isGood(Content content) {
        Content known = good.get(content.path());
        return known != null
                && content.stamp().hasContentOf(known.stamp())
                && known.hashes().containsAll(content.hashes());
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        return cache.repository(model.repo()).file(listing.commit(), file);
    }

    @Override
    public void close() {
        accesses.values().forEach(LastAccess::restore);
    }
}
