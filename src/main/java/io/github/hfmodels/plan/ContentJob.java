package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.progress.Download;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One content that snapshots of a repository lack, and all the files that will have it: a repository may have the same bytes
 * under several names and in several revisions.
 */
public final class ContentJob {

    private final RepoId repo;
    private final Digest digest;
    /** By a text that equal targets share, since thousands of files may have one content. */
    private final Map<String, SnapshotFile> targets = new LinkedHashMap<>();

    private final List<SnapshotPlan> plans = new ArrayList<>();
    private final Set<SnapshotFile> claimed = Collections.newSetFromMap(new IdentityHashMap<>());

    ContentJob(RepoId repo, Digest digest) {
        this.repo = repo;
        this.digest = digest;
    }

    /** Adds a file; all files of one plan are added one after the other. */
    void add(SnapshotPlan plan, SnapshotFile target) {
        RepoFile file = target.file();
        String key = target.commit() + " " + file.contentSize() + " "
                + file.contentSha256().orElse("") + " " + file.path();
        SnapshotFile same = targets.computeIfAbsent(key, unknown -> target);
        if (plans.isEmpty() || plans.get(plans.size() - 1) != plan) {
            plans.add(plan);
        }
        if (plan.lock() != null) {
            claimed.add(same);
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
        return targets.values().stream()
                .map(SnapshotFile::file)
                .filter(file -> file.lfs() == null)
                .flatMap(file -> file.contentSha256().stream())
                .map(hex -> new Digest(Digest.Algorithm.SHA256, hex))
                .collect(Collectors.toSet());
    }

    /** The files that are to have the content; at least one. */
    public List<SnapshotFile> targets() {
        return List.copyOf(targets.values());
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
        SnapshotFile first = first();
        return new Download(repo, first.commit(), first.file().path(), size());
    }

    private SnapshotFile first() {
        return targets.values().iterator().next();
    }

    /** The content's length in bytes. */
    public long size() {
        return first().file().contentSize();
    }
}
