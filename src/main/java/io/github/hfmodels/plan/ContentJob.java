package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.progress.Download;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One content that snapshots of a repository lack, and all the files that will have it: a repository may have the same bytes
 * under several names and in several revisions.
 */
public final class ContentJob {

    private final RepoId repo;
    private final Digest digest;
    private final List<SnapshotFile> targets = new ArrayList<>();
    private final List<SnapshotPlan> plans = new ArrayList<>();
    private final Set<SnapshotFile> claimed = new HashSet<>();

    ContentJob(RepoId repo, Digest digest) {
        this.repo = repo;
        this.digest = digest;
    }

    void add(SnapshotPlan plan, SnapshotFile target) {
        if (!targets.contains(target)) {
            targets.add(target);
        }
        plans.add(plan);
        if (plan.lock() != null) {
            claimed.add(target);
        }
    }

    public RepoId repo() {
        return repo;
    }

    public Digest digest() {
        return digest;
    }

    /** The SHA-256 that a lock has for the content, if another hash names it; several if locks disagree. */
    public Set<Digest> lockedDigests() {
        return targets.stream()
                .map(SnapshotFile::file)
                .filter(file -> file.lfs() == null)
                .flatMap(file -> file.contentSha256().stream())
                .map(hex -> new Digest(Digest.Algorithm.SHA256, hex))
                .collect(Collectors.toSet());
    }

    /** The files that are to have the content; at least one. */
    public List<SnapshotFile> targets() {
        return targets;
    }

    /** Those of the files of which a lock says that they have the content. */
    Set<SnapshotFile> claimed() {
        return claimed;
    }

    /** The plans that wait for the content. */
    public List<SnapshotPlan> plans() {
        return plans;
    }

    /** What is downloaded for it: the first of the files. */
    public Download download() {
        SnapshotFile first = targets.get(0);
        return new Download(repo, first.commit(), first.file().path(), size());
    }

    /** The content's length in bytes. */
    public long size() {
        return targets.get(0).file().contentSize();
    }
}
