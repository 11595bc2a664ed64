package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to what is missing: which files snapshots lack, which contents these need, each once however many files have it,
 * which of them must be downloaded, and whether there is room for them. Looks at the disk at each call, since others may write
 * meanwhile, and writes nothing.
 */
public final class MissingContents {

    private static final Log LOG = Log.of(MissingContents.class);

    private final SnapshotCache cache;
    private final @Nullable ForcedContents forced;
    private final Map<RepoId, Map<Digest, List<Path>>> plainFiles = new ConcurrentHashMap<>();
    private final Map<RepoId, Map<Digest, Boolean>> intact = new ConcurrentHashMap<>();
    private final ListedFiles listed;

    /**
     * @param forced contents that count as missing although they are there; null for none
     */
    public MissingContents(SnapshotCache cache, @Nullable ForcedContents forced) {
        this.cache = cache;
        this.forced = forced;
        this.listed = new ListedFiles(cache);
    }

    /**
     * Those of the files that the snapshot in the cache does not have, or that are to be downloaded again.
     *
     * @throws InvalidValueException when one of them has a name or a hash that is not valid
     */
    public List<RepoFile> of(RepoId repo, CommitHash commit, List<RepoFile> files) {
        CachedRepository repository = cache.repository(repo);
        List<RepoFile> missing = forced == null
                ? repository.missing(commit, files)
                : files.stream()
                        .filter(file -> isForced(repo, file.digest())
                                || isSuspect(repo, file.digest())
                                || !repository.has(commit, file))
                        .toList();
        // An invalid hash must be found before anything is written.
        missing.forEach(RepoFile::digest);
        return missing;
    }

    /** The contents that plans miss. */
    public List<ContentJob> jobs(List<SnapshotPlan> plans) {
        var jobs = new LinkedHashMap<List<Object>, ContentJob>();
        for (SnapshotPlan plan : plans) {
            RepoId repo = plan.request().repo();
            for (RepoFile file : plan.missing()) {
                Digest digest = file.digest();
                jobs.computeIfAbsent(
                                // Two files may have one ETag and two contents.
                                List.of(repo, digest, digest.isHash() ? "" : file.path()),
                                content -> new ContentJob(repo, digest))
                        .add(plan, new SnapshotFile(plan.listing().commit(), file));
            }
        }
        return List.copyOf(jobs.values());
    }

    /** Whether the content is to be downloaded although it is there. */
    public boolean isForced(RepoId repo, Digest content) {
        return forced != null && forced.contains(repo, content);
    }

    /** Whether what the cache has of the content must be read before it is used. */
    public boolean isSuspect(RepoId repo, Digest content) {
        return forced != null && forced.isSuspect(repo, content);
    }

    /** Whether the cache does not have the file's content as a blob, or not as it is wanted. */
    public boolean isNew(RepoId repo, RepoFile file) {
        return isNew(repo, file.digest(), file.contentSize());
    }

    /** Whether the cache does not have the content as a blob, or not as it is wanted. */
    public boolean isNew(ContentJob job) {
        return isNew(job.repo(), job.digest(), job.size());
    }

    private boolean isNew(RepoId repo, Digest digest, long size) {
        return isForced(repo, digest) || !cache.repository(repo).hasBlob(digest, size);
    }

    /** The files that seem to have the content: those of snapshots, where there are no links, and of ModelScope's SDKs. */
    public List<Path> plainFiles(ContentJob job) {
        if (isForced(job.repo(), job.digest())) {
            return List.of();
        }
        List<Path> known = plainFiles
                .computeIfAbsent(job.repo(), repo -> cache.repository(repo).plainFiles())
                .getOrDefault(job.digest(), List.of());
        return Stream.concat(known.stream(), filesOfSdk(job)).distinct().toList();
    }

    private Stream<Path> filesOfSdk(ContentJob job) {
        List<Revision> revisions =
                job.plans().stream().map(plan -> plan.request().revision()).toList();
        CachedRepository repository = cache.repository(job.repo());
        return job.targets().stream().flatMap(target -> repository.filesOfSdk(target.file(), revisions).stream());
    }

    /** Whether the content must be downloaded, rather than be linked or copied. */
    public boolean isToBeDownloaded(ContentJob job) {
        return isSuspect(job.repo(), job.digest())
                ? isForced(job.repo(), job.digest()) || !hasIntact(job)
                : isNew(job) && plainFiles(job).isEmpty();
    }

    /** Whether the cache has the content, by reading it; once, since it may be large. */
    private boolean hasIntact(ContentJob job) {
        return intact.computeIfAbsent(job.repo(), repo -> new ConcurrentHashMap<>())
                .computeIfAbsent(job.digest(), digest -> readsIntact(job));
    }

    private boolean readsIntact(ContentJob job) {
        try {
            if (cache.repository(job.repo()).hasIntactBlob(job.digest(), job.size())) {
                return true;
            }
            for (Path file : plainFiles(job)) {
                if (job.digest().matches(file)) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.debug("What the cache has of {} cannot be read", job.digest(), e);
        }
        return false;
    }

    /** Those of the files that a plan misses whose content must be downloaded; the others can be linked or copied. */
    public List<RepoFile> toBeDownloaded(SnapshotPlan plan) {
        return jobs(List.of(plan)).stream()
                .filter(this::isToBeDownloaded)
                .flatMap(job -> job.targets().stream())
                .map(SnapshotFile::file)
                .toList();
    }

    /** How many bytes must be downloaded for the content. */
    public long bytesToDownload(ContentJob job) {
        return isToBeDownloaded(job) ? bytesMissing(job) : 0;
    }

    /**
     * Those of the files that only a lock says to have the content. A lock may come from a stranger, and the cache is everybody's: they may
     * be shown with the content only if the source says so too.
     */
    public Set<SnapshotFile> unlisted(ContentJob job) {
        return job.claimed().stream()
                .filter(file -> !listed.have(job.repo(), file))
                .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    /** How many requests are made for the content: for itself, or about the files that are to have it. */
    public int requests(ContentJob job) {
        int downloads = isToBeDownloaded(job) ? 1 : 0;
        int unlisted = unlisted(job).size();
        // A file whose content is downloaded as a whole need not be asked about.
        boolean isShown = downloads == 1 && unlisted > 0 && !hasPart(job);
        return downloads + unlisted - (isShown ? 1 : 0);
    }

    private boolean hasPart(ContentJob job) {
        return cache.writer(job.repo()).bytesInPart(job.digest()) > 0;
    }

    /** How many bytes of disk the contents will take. */
    public long bytesOfDisk(List<ContentJob> jobs) {
        return ByteCount.sum(jobs, job -> isToBeDownloaded(job) || isToBeCopied(job) ? bytesMissing(job) : 0);
    }

    /** Large files of ModelScope's SDK get another name, which takes nothing. */
    private boolean isToBeCopied(ContentJob job) {
        RepositoryWriter writer = cache.writer(job.repo());
        return isNew(job) && filesOfSdk(job).noneMatch(file -> writer.isSharedWith(file, job.size()));
    }

    private long bytesMissing(ContentJob job) {
        return Math.max(0, job.size() - cache.writer(job.repo()).bytesInPart(job.digest()));
    }

    /** The bytes that are free on the disk that a repository is on, or will be; empty when the file system does not say. */
    public OptionalLong freeSpace(RepoId repo) {
        try {
            return OptionalLong.of(cache.disk(repo).getUsableSpace());
        } catch (IOException e) {
            LOG.debug("The file system of the cache does not say how much of it is free", e);
            return OptionalLong.empty();
        }
    }

    /** The contents by the disk that they will be on; several sources may have their caches on one. */
    public Collection<List<ContentJob>> byDisk(List<ContentJob> jobs) {
        Map<SourceId, List<ContentJob>> bySource = jobs.stream()
                .collect(Collectors.groupingBy(job -> job.repo().source(), TreeMap::new, Collectors.toList()));
        if (bySource.size() == 1) {
            return List.of(jobs);
        }
        var byDisk = new LinkedHashMap<Object, List<ContentJob>>();
        bySource.forEach((source, own) -> byDisk.computeIfAbsent(disk(own.get(0).repo()), any -> new ArrayList<>())
                .addAll(own));
        return byDisk.values();
    }

    private Object disk(RepoId repo) {
        try {
            return cache.disk(repo);
        } catch (IOException e) {
            return cache.folder(repo);
        }
    }

    /** Notes that a content was downloaded. */
    public void downloaded(RepoId repo, Digest content) {
        if (forced != null) {
            forced.downloaded(repo, content);
        }
    }
}
