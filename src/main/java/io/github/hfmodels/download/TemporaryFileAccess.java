package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.progress.SuccessiveAttempts;
import io.github.hfmodels.progress.TransferObserver;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in the cache, and downloads what it lacks into a temporary folder, so that the cache is not changed. What may not be
 * downloaded into the cache may not be downloaded there either.
 */
public final class TemporaryFileAccess implements FileAccess {

    private final SnapshotCache cache;
    private final ContentSources sources;
    private final MissingContents missing;
    private final List<PlanCheck> checks;
    private final boolean offline;
    /** By repository and hash. Complete and verified: what a failed download has left is not among them. */
    private final Map<String, Path> fetched = new HashMap<>();

    private long bytes;
    private @Nullable TemporaryFolder folder;

    /** @param checks the rules that downloads must keep */
    public TemporaryFileAccess(
            SnapshotCache cache,
            ContentSources sources,
            MissingContents missing,
            List<PlanCheck> checks,
            boolean offline) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.checks = checks;
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
        if (lacking.isEmpty()) {
            return;
        }
        if (offline) {
            throw FileSelector.notCached(lacking);
        }
        SnapshotPlan plan = SnapshotPlan.ofFiles(model, listing, lacking, missing);
        List<ContentJob> jobs = missing.jobs(List.of(plan));
        check(plan, jobs);
        Path place = folder();
        checkRoom(place, ByteCount.sum(jobs, ContentJob::size));
        for (ContentJob job : jobs) {
            SnapshotFile target = job.targets().get(0);
            Path content = place.resolve(Integer.toString(fetched.size()));
            Files.deleteIfExists(content);
            sources.fetch(job, target, false, content, new SuccessiveAttempts(TransferObserver.NONE));
            fetched.put(key(model, target.file()), content);
            bytes = ByteCount.plus(bytes, job.size());
        }
    }

    private void check(SnapshotPlan plan, List<ContentJob> jobs) {
        // A part that a build has left in the cache is not continued here.
        long downloadedTwice = ByteCount.sum(jobs, job -> job.size() - missing.bytesToDownload(job));
        for (PlanCheck check : checks) {
            check.violation(List.of(plan), missing, ByteCount.plus(bytes, downloadedTwice))
                    .ifPresent(violation -> {
                        throw violation;
                    });
        }
    }

    private static void checkRoom(Path place, long needed) throws IOException {
        FileStore disk = Files.getFileStore(place);
        long free = disk.getUsableSpace();
        // Some file systems say that they have no bytes at all.
        if (disk.getTotalSpace() > 0 && needed > free) {
            throw new AdvisedIOException(
                    "planning needs " + ByteCount.format(needed) + " in " + place.getParent() + ", which has "
                            + ByteCount.format(free) + " left",
                    Advice.of("make room there, or set java.io.tmpdir to another disk"));
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
        Digest digest = file.digest();
        // Two files may have one ETag and two contents.
        return model.repo() + " " + digest + (digest.isHash() ? "" : " " + file.path());
    }

    /** How many contents were downloaded. */
    public int downloads() {
        return fetched.size();
    }

    private Path folder() throws IOException {
        if (folder == null) {
            try {
                folder = TemporaryFolder.create();
            } catch (IOException e) {
                String place = System.getProperty("java.io.tmpdir");
                // Java names a folder in it, which nobody knows.
                String reason =
                        Files.isDirectory(Path.of(place)) ? DiskFailure.of(e).reason() : "it is not a folder";
                throw new AdvisedIOException(
                        "cannot use Java's temporary folder " + place + ": " + reason,
                        Advice.to(Advice.Action.CHANGE_TEMPORARY_FOLDER));
            }
        }
        return folder.path();
    }

    @Override
    public void close() {
        if (folder != null) {
            folder.close();
        }
    }
}
