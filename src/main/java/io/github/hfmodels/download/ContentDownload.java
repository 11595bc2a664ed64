package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RenamedAway;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import io.github.hfmodels.progress.SuccessiveAttempts;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts one content into the cache under its mutex: downloads it if need be, verifies it, and links the files that have it. A file is
 * not linked on a lock's word alone: what a source has sent for it, or says of it, or a listing must say that the content is the file's,
 * or that source cannot be asked and the model's alternate has what the lock names.
 */
final class ContentDownload {

    private static final Log LOG = Log.of(ContentDownload.class);

    private final SnapshotCache cache;
    private final ContentSources sources;
    private final MissingContents missing;
    private final ContentJob job;
    private final DownloadDisplay display;
    private final Runnable onRequest;
    private final boolean offline;
    private boolean isStarted;
    private int downloads;

    /**
     * @param onRequest runs when the content is about to be requested
     * @param offline whether the source may not be asked
     */
    ContentDownload(
            SnapshotCache cache,
            ContentSources sources,
            MissingContents missing,
            ContentJob job,
            DownloadDisplay display,
            Runnable onRequest,
            boolean offline) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.job = job;
        this.display = display;
        this.onRequest = onRequest;
        this.offline = offline;
    }

    /** Whether the source was asked for the content. */
    boolean isStarted() {
        return isStarted;
    }

    /** How often the source gave the content; more than once if it alone shows that several files have it. */
    int downloads() {
        return downloads;
    }

    /** @throws IOException when the content cannot be had, or the cache cannot be written */
    void run() throws IOException {
        RepositoryWriter writer = cache.writer(job.repo());
        try (FileMutex mutex = writer.acquireMutex(job.digest())) {
            CachedRepository repository = cache.repository(job.repo());
            // Asked only now, with the mutex: another module may just have done it.
            boolean isSuspect = missing.isSuspect(job.repo(), job.digest());
            boolean isForced = isSuspect || missing.isForced(job.repo(), job.digest());
            List<SnapshotFile> targets = job.targets().stream()
                    .filter(target -> isForced || !repository.has(target.commit(), target.file()))
                    .toList();
            if (targets.isEmpty()) {
                return;
            }
            Set<SnapshotFile> unlisted = missing.unlisted(job);
            var unproven = new ArrayDeque<SnapshotFile>(targets);
            unproven.retainAll(unlisted);
            boolean isNew = isSuspect
                    ? !isIntact(repository)
                    : missing.isNew(job) || !isAsLocked(repository.blob(job.digest()));
            try (RenamedAway bad = isSuspect ? writer.renameAway(job.digest(), isNew, targets) : RenamedAway.NOTHING) {
                if (!bad.isEmpty()) {
                    // What spoilt the content may have spoilt the beginning of another.
                    writer.discard(writer.part(job.digest(), mutex));
                }
                if (isNew) {
                    provide(writer, mutex, targets.get(0), unproven);
                }
                for (SnapshotFile target : unproven) {
                    if (!isConfirmed(target)) {
                        compare(writer, mutex, target);
                    }
                }
                writer.link(job.digest(), targets, isNew);
                bad.delete();
            }
            if (downloads > 0) {
                missing.downloaded(job.repo(), job.digest());
            }
        }
    }

    /** Puts the content into the cache. If it is downloaded for one of the unproven files, that one is proven. */
    private void provide(RepositoryWriter writer, FileMutex mutex, SnapshotFile any, Deque<SnapshotFile> unproven)
            throws IOException {
        for (Path copy : missing.plainFiles(job)) {
            if (isAsLocked(copy) && writer.publishCopy(copy, job.digest())) {
                return;
            }
        }
        Path part = writer.part(job.digest(), mutex);
        try {
            @Nullable SnapshotFile target = unproven.poll();
            // What is there of the content may be of another file.
            if (target != null && Files.exists(part) && !isConfirmed(target)) {
                writer.discard(part);
            }
            download(writer, part, target == null ? any : target, target != null, job.download());
            requireOneContent(part);
            writer.publish(part, job.digest());
        } finally {
            if (!mutex.excludesEveryProcess()) {
                // No other build would resume it.
                writer.discard(part);
            }
        }
    }

    /** Other files may be linked to a blob that an ETag names. Nothing shows that they have the content that has just come. */
    private void requireOneContent(Path part) throws IOException {
        Path blob = cache.repository(job.repo()).blob(job.digest());
        boolean mayDiffer = !job.digest().isHash() && !missing.isForced(job.repo(), job.digest());
        if (mayDiffer && Files.exists(blob) && Files.mismatch(part, blob) >= 0) {
            Files.deleteIfExists(part);
            throw new AdvisedIOException(
                    Printable.of(job.download().path()) + ": the server names it by the ETag " + job.digest()
                            + " instead of a hash, and the cache has another content of that name",
                    Advice.of("lock the model by an endpoint that names hashes"));
        }
    }

    private boolean isConfirmed(SnapshotFile target) throws IOException {
        return !offline && sources.confirms(job, target);
    }

    /** Downloads a content that the cache has, since nothing less shows that it is that of the file. */
    private void compare(RepositoryWriter writer, FileMutex mutex, SnapshotFile target) throws IOException {
        Path part = writer.part(job.digest(), mutex);
        writer.discard(part);
        try {
            download(
                    writer,
                    part,
                    target,
                    true,
                    new Download(job.repo(), target.commit(), target.file().path(), job.size()));
        } finally {
            writer.discard(part);
        }
    }

    private boolean isIntact(CachedRepository repository) throws IOException {
        return repository.hasIntactBlob(job.digest(), job.size()) && isAsLocked(repository.blob(job.digest()));
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

    /** @param isClaimed whether only a lock says that the file has the content */
    private void download(RepositoryWriter writer, Path part, SnapshotFile target, boolean isClaimed, Download shown)
            throws IOException {
        if (offline) {
            // What the cache seemed to have when the build was planned is gone, or is something else.
            throw FileSelector.notCached(List.of(target.file()));
        }
        isStarted = true;
        LOG.debug("Downloading {} of {}", Printable.of(target.file().path()), job.repo());
        Transfer transfer = display.started(shown);
        try {
            sources.fetch(job, target, isClaimed, part, new SuccessiveAttempts(transfer, onRequest));
            transfer.ended(null);
            downloads++;
        } catch (IOException | RuntimeException e) {
            transfer.ended(e);
            if (e instanceof SourceException source
                    && source.kind() == Kind.FILE_NOT_FOUND
                    // What is bad, and put back, is there nevertheless.
                    && !missing.isSuspect(job.repo(), job.digest())
                    // A mirror may lack what the commit has.
                    && target.commit().equals(source.commit())) {
                noteAbsence(writer, target);
            }
            throw e;
        } catch (OutOfMemoryError | StackOverflowError e) {
            transfer.ended(AdvisedIOException.exhausted(e));
            throw e;
        }
        if (!isAsLocked(part)) {
            writer.discard(part);
            throw new AdvisedIOException(
                    Printable.of(target.file().path())
                            + ": the content does not have the SHA-256 that the lock file says, although it has the hash by"
                            + " which the source lists it",
                    Advice.of("restore the lock file from version control"));
        }
    }

    /** Without the mark, others ask the source themselves. */
    private static void noteAbsence(RepositoryWriter writer, SnapshotFile absent) {
        try {
            writer.writeNoExist(absent.commit(), absent.file());
        } catch (IOException e) {
            LOG.debug("That the source does not have a file cannot be noted", e);
        }
    }
}
