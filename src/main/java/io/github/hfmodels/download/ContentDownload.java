package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one content into the cache under its mutex: downloads it if need be, verifies it, and links the files that have it. */
final class ContentDownload {

    private static final Logger LOG = LoggerFactory.getLogger(ContentDownload.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final MissingContents missing;
    private final ContentJob job;
    private final DownloadDisplay display;
    private final boolean offline;
    private boolean isStarted;
    private boolean isDownloaded;

    /** @param offline whether the source may not be asked */
    ContentDownload(
            SnapshotCache cache,
            SourceRegistry sources,
            MissingContents missing,
            ContentJob job,
            DownloadDisplay display,
            boolean offline) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.job = job;
        this.display = display;
        this.offline = offline;
    }

    /** Whether the source was asked for the content. */
    boolean isStarted() {
        return isStarted;
    }

    /** Whether the source gave the content. */
    boolean isDownloaded() {
        return isDownloaded;
    }

    /** @throws IOException when the content cannot be had, or the cache cannot be written */
    void run() throws IOException {
        RepositoryWriter writer = cache.writer(job.repo());
        try (FileMutex mutex = writer.acquireMutex(job.digest())) {
            CachedRepository repository = cache.repository(job.repo());
            // Asked only now, with the mutex: another module may just have done it.
            boolean isForced = missing.isForced(job.repo(), job.digest());
            List<SnapshotFile> targets = job.targets().stream()
                    .filter(target -> isForced || !repository.has(target.commit(), target.file()))
                    .toList();
            if (targets.isEmpty()) {
                return;
            }
            boolean isNew = missing.isNew(job) || !isAsLocked(repository.blob(job.digest()));
            if (isNew) {
                provide(writer, mutex);
            }
            writer.link(job.digest(), targets, isNew);
            if (isForced) {
                missing.downloaded(job.repo(), job.digest());
            }
        }
    }

    private void provide(RepositoryWriter writer, FileMutex mutex) throws IOException {
        @Nullable Path copy = missing.plainFile(job);
        if (copy != null && isAsLocked(copy) && writer.publishCopy(copy, job.digest())) {
            return;
        }
        Path part = writer.part(job.digest(), mutex);
        try {
            download(writer, part);
            if (!isAsLocked(part)) {
                writer.discard(part);
                throw new AdvisedIOException(
                        Printable.of(job.targets().get(0).file().path())
                                + ": the content does not have the SHA-256 that the lock file says, although it has the hash by"
                                + " which the source lists it",
                        Advice.of("restore the lock file from version control"));
            }
            writer.publish(part, job.digest());
        } finally {
            if (!mutex.excludesEveryProcess()) {
                // No other build would resume it.
                writer.discard(part);
            }
        }
    }

    /** Whether a content has the SHA-256 that a lock has for it; true where no lock does. */
    private boolean isAsLocked(Path content) throws IOException {
        for (Digest digest : job.lockedDigests()) {
            if (!digest.matches(content)) {
                return false;
            }
        }
        return true;
    }

    private void download(RepositoryWriter writer, Path part) throws IOException {
        SnapshotFile target = job.targets().get(0);
        if (offline) {
            // What the cache seemed to have when the build was planned is gone, or is something else.
            throw FileSelector.notCached(List.of(target.file()));
        }
        isStarted = true;
        LOG.debug("Downloading {} of {}", Printable.of(target.file().path()), job.repo());
        Transfer transfer = display.started(job.download());
        try {
            sources.of(job.repo()).fetch(job.repo(), target.commit(), target.file(), part, transfer);
            transfer.ended(null);
            isDownloaded = true;
        } catch (IOException | RuntimeException e) {
            transfer.ended(e);
            if (e instanceof SourceException source && source.kind() == Kind.FILE_NOT_FOUND) {
                writer.writeNoExist(target.commit(), target.file());
            }
            throw e;
        }
    }
}
