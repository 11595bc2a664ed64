package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * By which names a server is asked for commits, as far as this build has found out. All modules know what one has found. Thread-safe.
 *
 * @param memory is shared with other things that are known about endpoints
 */
record RevisionMemory(ConcurrentMap<String, String> memory, URI endpoint) {

    /** The branch, tag or commit that had the files of a fingerprint when it was last listed; empty when none is known. */
    Optional<String> revision(RepoId repo, CommitHash fingerprint) {
        return Optional.ofNullable(memory.get(key(repo, fingerprint)));
    }

    void note(RepoId repo, CommitHash fingerprint, String revision) {
        memory.put(key(repo, fingerprint), revision);
    }

    /** Whether the server lists no commit of a repository by its id, although it names it. */
    boolean refusesCommits(RepoId repo) {
        return memory.containsKey(refusal(repo));
    }

    void noteRefusalOfCommits(RepoId repo) {
        memory.put(refusal(repo), "refused");
    }

    private String refusal(RepoId repo) {
        return "no commits of " + repo + " at " + endpoint;
    }

    private String key(RepoId repo, CommitHash fingerprint) {
        return "revision of " + fingerprint + " in " + repo + " at " + endpoint;
    }
}
