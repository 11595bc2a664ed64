package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.RepositoryWriter.Target;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import java.util.ArrayList;
import java.util.List;

/**
 * One content that snapshots of a repository lack, and all the files that will show it: the same bytes may lie in a
 * repository under several names, and in several revisions of it.
 *
 * @param repo the repository
 * @param digest the content
 * @param targets the files to show it
 * @param plans the plans that wait for it
 */
record ContentJob(RepoId repo, Digest digest, List<Target> targets, List<SnapshotPlan> plans) {

    ContentJob(RepoId repo, Digest digest) {
        this(repo, digest, new ArrayList<>(), new ArrayList<>());
    }

    /** The content's length in bytes. */
    long size() {
        return targets.get(0).file().contentSize();
    }

    void add(SnapshotPlan plan, Target target) {
        if (!targets.contains(target)) {
            targets.add(target);
        }
        plans.add(plan);
    }
}
