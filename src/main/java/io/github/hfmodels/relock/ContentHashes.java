package io.github.hfmodels.relock;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SHA-256 of regular files, for which listings have only the git object id. What a lock does not know is computed from contents,
 * and those that the cache does not have are downloaded. They are small: large files are in LFS, and listings have the SHA-256 of those.
 */
public final class ContentHashes {

    private final SnapshotCache cache;
    private final MissingContents missing;
    private final Downloader downloader;
    private final Map<String, String> byBlobId = new HashMap<>();

    /** @param lock a lock that has some of the hashes */
    public ContentHashes(SnapshotCache cache, MissingContents missing, Downloader downloader, ModelLock lock) {
        this.cache = cache;
        this.missing = missing;
        this.downloader = downloader;
        lock.models().stream().flatMap(model -> model.files().stream()).forEach(this::add);
    }

    /** The files of a plan, each with its hash if that is known. */
    public List<RepoFile> known(SnapshotPlan plan) {
        return plan.selected().stream().map(this::withHash).toList();
    }

    /**
     * Computes the unknown hashes, and downloads what is needed for that.
     *
     * @return a failure for each plan with a hash that cannot be computed
     * @throws UserException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public List<ModelFailure> compute(Collection<SnapshotPlan> plans) throws InterruptedException {
        var needed = new ArrayList<SnapshotPlan>();
        for (SnapshotPlan plan : plans) {
            List<RepoFile> unknown =
                    plan.selected().stream().filter(this::isUnknown).toList();
            if (!unknown.isEmpty()) {
                needed.add(SnapshotPlan.ofFiles(plan.request(), plan.listing(), unknown, missing));
            }
        }
        downloader.check(needed);
        var failures = new ArrayList<ModelFailure>(downloader.fetch(needed));
        Set<ModelRequest> failed = Collections.newSetFromMap(new IdentityHashMap<>());
        failures.forEach(failure -> failed.add(failure.request()));
        for (SnapshotPlan plan : needed) {
            if (!failed.contains(plan.request())) {
                try {
                    compute(plan);
                } catch (IOException e) {
                    failures.add(plan.failure(e));
                } catch (OutOfMemoryError | StackOverflowError e) {
                    failures.add(plan.failure(AdvisedIOException.exhausted(e)));
                }
            }
        }
        return failures;
    }

    private void compute(SnapshotPlan plan) throws IOException {
        CachedRepository repository = cache.repository(plan.request().repo());
        for (RepoFile file : plan.selected()) {
            // Many selections of one revision may have the same file.
            if (isUnknown(file)) {
                add(file.withSha256(sha256(repository.file(plan.listing().commit(), file), file)));
            }
        }
    }

    private void add(RepoFile file) {
        if (file.lfs() == null) {
            file.contentSha256().ifPresent(hex -> byBlobId.put(file.blobId(), hex));
        }
    }

    private RepoFile withHash(RepoFile file) {
        String hex = file.contentSha256().isPresent() ? null : byBlobId.get(file.blobId());
        return hex == null ? file : file.withSha256(hex);
    }

    private boolean isUnknown(RepoFile file) {
        return withHash(file).contentSha256().isEmpty();
    }

    /** Another program may have put the content there, and not every one checks. */
    private static String sha256(Path content, RepoFile file) throws IOException {
        if (!file.digest().matches(content)) {
            throw new AdvisedIOException(
                    "the cache's " + Printable.of(file.path()) + " is not what the source lists",
                    Advice.to(Advice.Action.FORCE_DOWNLOAD));
        }
        return Digest.of(Digest.Algorithm.SHA256, content).hex();
    }
}
