package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which contents plans lack, each once however many files show it, and what must be downloaded for them. Writes nothing. */
public final class MissingContents {

    private final SnapshotCache cache;
    private final boolean force;
    private final SharedWork shared;
    private final Map<RepoId, Map<Digest, Path>> plainFiles = new ConcurrentHashMap<>();

    public MissingContents(SnapshotCache cache, boolean force, SharedWork shared) {
        this.cache = cache;
        this.force = force;
        this.shared = shared;
    }

    /** Small contents first, since they are many and the large ones fill the line by themselves. */
    public List<ContentJob> of(List<SnapshotPlan> plans) {
        record Content(RepoId repo, Digest digest) {}
        var jobs = new LinkedHashMap<Content, ContentJob>();
        for (SnapshotPlan plan : plans) {
            RepoId repo = plan.request().repo();
            for (RepoFile file : plan.missing()) {
                Digest digest = file.digest();
                jobs.computeIfAbsent(new Content(repo, digest), content -> new ContentJob(repo, digest))
                        .add(plan, new SnapshotFile(plan.listing().commit(), file));
            }
        }
        return jobs.values().stream()
                .sorted(Comparator.comparingLong(ContentJob::size))
                .toList();
    }

    /** Whether the content is to be downloaded although it is there. Once in a build will do. */
    public boolean isForced(RepoId repo, Digest content) {
        return force && !shared.hasDownloaded(repo, content);
    }

    /** Whether the cache does not have the content, under whatever name. */
    public boolean isNew(ContentJob job) {
        return isForced(job.repo(), job.digest())
                || !cache.repository(job.repo()).hasBlob(job.digest(), job.size());
    }

    /** A file of a snapshot that seems to hold the content, where there are no links; null when there is none. */
    @Nullable
    public Path plainFile(ContentJob job) {
        return isForced(job.repo(), job.digest())
                ? null
                : plainFiles
                        .computeIfAbsent(
                                job.repo(), repo -> cache.repository(repo).plainFiles())
                        .get(job.digest());
    }

    /** Whether the content must be downloaded, rather than be shown or copied. */
    public boolean isToBeDownloaded(ContentJob job) {
        return isNew(job) && plainFile(job) == null;
    }

    /** How many bytes of disk the content will take. */
    public long bytesOfDisk(ContentJob job) {
        return isNew(job) ? bytesMissing(job) : 0;
    }

    /** How many bytes of the content must be downloaded. */
    public long bytesToDownload(ContentJob job) {
        return isToBeDownloaded(job) ? bytesMissing(job) : 0;
    }

    private long bytesMissing(ContentJob job) {
        return Math.max(0, job.size() - cache.writer(job.repo()).bytesInPart(job.digest()));
    }

    /**
     * Refuses to download too much.
     *
     * @param most how many bytes are allowed
     * @param already how many of them have been downloaded
     * @throws PlanException when the plans lack more; says how much each of them does
     */
    public void refuseMoreThan(long most, long already, List<SnapshotPlan> plans) throws PlanException {
        if (most == Long.MAX_VALUE) {
            return;
        }
        // A content that several plans want counts for the first of them.
        Map<SnapshotPlan, Long> shares = of(plans).stream()
                .collect(Collectors.groupingBy(
                        job -> job.plans().get(0), LinkedHashMap::new, Collectors.summingLong(this::bytesToDownload)));
        long all = already + shares.values().stream().mapToLong(Long::longValue).sum();
        if (all <= most) {
            return;
        }
        Function<SnapshotPlan, Long> share = plan -> shares.getOrDefault(plan, 0L);
        String models = plans.stream()
                .filter(plan -> share.apply(plan) > 0)
                .map(plan -> plan.request() + " " + ByteCount.format(share.apply(plan)))
                .collect(Collectors.joining(", "));
        throw new PlanException(
                tooMuch(all, most) + ": " + models + "; raise hf.maxSize, or select fewer files with <includes>", null);
    }

    /** Such as {@code 4.1 GB would be downloaded, more than the 2.0 GB of hf.maxSize}. */
    public static String tooMuch(long bytes, long most) {
        String needed = ByteCount.format(bytes);
        String allowed = ByteCount.format(most);
        boolean isClose = needed.equals(allowed);
        return (isClose ? bytes + " B" : needed) + " would be downloaded, more than the "
                + (isClose ? most + " B" : allowed) + " of hf.maxSize";
    }
}
