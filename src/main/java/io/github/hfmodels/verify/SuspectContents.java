package io.github.hfmodels.verify;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ForcedContents;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The contents of files that are not as they should be. Thread-safe. */
public final class SuspectContents implements ForcedContents {

    private record Content(RepoId repo, Digest digest) {}

    private final Set<Content> suspect = ConcurrentHashMap.newKeySet();
    private final Set<Content> bad = ConcurrentHashMap.newKeySet();
    private final Set<Content> downloaded = ConcurrentHashMap.newKeySet();

    /** @param isBad whether the cache is known to have another content under its name, so that it must be downloaded */
    void add(RepoId repo, Digest digest, boolean isBad) {
        suspect.add(new Content(repo, digest));
        if (isBad) {
            bad.add(new Content(repo, digest));
        }
    }

    boolean isDownloaded(RepoId repo, Digest digest) {
        return downloaded.contains(new Content(repo, digest));
    }

    @Override
    public boolean contains(RepoId repo, Digest content) {
        return bad.contains(new Content(repo, content));
    }

    @Override
    public boolean isSuspect(RepoId repo, Digest content) {
        return suspect.contains(new Content(repo, content));
    }

    @Override
    public void downloaded(RepoId repo, Digest content) {
        downloaded.add(new Content(repo, content));
    }
}
