package io.github.hfmodels.plan;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the modules of one build have done for each other: revisions that were looked up, and contents that were downloaded although
 * they were there. A module that comes later, or at the same time, need not do it again. Thread-safe.
 */
public final class SharedWork implements ForcedContents {

    /** The result of a lookup that failed, where what the cache has was enough. */
    private static final String UNANSWERED = "unanswered";

    /** The result of a lookup that failed. */
    private static final String FAILED = "failed";

    private static final String DOWNLOADED = "downloaded";

    private final ConcurrentMap<String, CompletableFuture<String>> work;
    private final String place;

    /**
     * @param work what has been done, the same for all modules. It holds the JDK's types alone, since modules may each have
     *     loaded the plugin's own
     * @param place what else must be the same for work to be shared: the source and the cache
     */
    public SharedWork(ConcurrentMap<String, CompletableFuture<String>> work, String place) {
        this.work = work;
        this.place = place;
    }

    /** A lookup at the source. The module that has begun it must close it; the others wait for that. */
    final class Lookup implements AutoCloseable {

        private final String key;
        private final @Nullable CompletableFuture<String> mine;
        private final @Nullable CommitHash known;

        private Lookup(String key, @Nullable CompletableFuture<String> mine, @Nullable CommitHash known) {
            this.key = key;
            this.mine = mine;
            this.known = known;
        }

        /** What another module has found; empty when the source must be asked. */
        Optional<CommitHash> result() {
            return Optional.ofNullable(known);
        }

        /** Gives the others the commit. Its listing must be in the cache by now. */
        void succeeded(CommitHash commit) {
            if (mine != null) {
                mine.complete(commit.hex());
            }
        }

        @Override
        public void close() {
            // In this order, so that no module finds a lookup that has failed and waits for it.
            if (mine != null && !mine.isDone()) {
                work.remove(key, mine);
                mine.complete(FAILED);
            }
        }
    }

    /**
     * Begins a lookup, or waits for the module that has begun it. When that one fails, this one may ask, together with all others
     * that have waited: one after the other they would wait for one timeout after the other.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    Lookup lookUp(RepoId repo, Revision revision) throws InterruptedIOException {
        String key = key(repo, revision);
        var mine = new CompletableFuture<String>();
        CompletableFuture<String> other = work.putIfAbsent(key, mine);
        if (other == null) {
            return new Lookup(key, mine, null);
        }
        try {
            return new Lookup(key, null, commit(other.get()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("no lookup ends like that", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another module looks up " + repo + "@" + revision);
        }
    }

    /** Whether the source has said in this build where the revision points. */
    boolean isAnswered(RepoId repo, Revision revision) {
        return commit(soFar(key(repo, revision))) != null;
    }

    /** Notes that the source does not answer, and that the cache is enough. */
    void giveUp(RepoId repo, Revision revision) {
        work.putIfAbsent(key(repo, revision), CompletableFuture.completedFuture(UNANSWERED));
    }

    /** Whether a module got no answer, and found that the cache was enough. */
    boolean isGivenUp(RepoId repo, Revision revision) {
        return soFar(key(repo, revision)).equals(UNANSWERED);
    }

    /** Whether a forced content has not been downloaded in this build. */
    @Override
    public boolean contains(RepoId repo, Digest content) {
        return !soFar(key(repo, content)).equals(DOWNLOADED);
    }

    @Override
    public void downloaded(RepoId repo, Digest content) {
        work.put(key(repo, content), CompletableFuture.completedFuture(DOWNLOADED));
    }

    /**
     * Notes that a source does not give contents of a repository.
     *
     * @return whether that was not known before
     */
    public boolean noteNoContents(RepoId repo) {
        return note(noContents(repo));
    }

    /**
     * Notes that a source gives no contents at all.
     *
     * @return whether that was not known before
     */
    public boolean noteNoContents(SourceId source) {
        return note(noContents(source));
    }

    private boolean note(String key) {
        return work.putIfAbsent(key, CompletableFuture.completedFuture(FAILED)) == null;
    }

    /** Whether the source of a repository was found not to give its contents, so that it is not the first to be asked for them. */
    public boolean givesNoContents(RepoId repo) {
        return givesNoContents(repo.source()) || work.containsKey(noContents(repo));
    }

    /** Whether a source was found to give no contents at all. */
    public boolean givesNoContents(SourceId source) {
        return work.containsKey(noContents(source));
    }

    private String soFar(String key) {
        CompletableFuture<String> result = work.get(key);
        return result == null ? "" : result.getNow("");
    }

    private static @Nullable CommitHash commit(String result) {
        return CommitHash.isCommitHash(result) ? new CommitHash(result) : null;
    }

    private String key(RepoId repo, Revision revision) {
        return place + "\n" + repo + "\nrevision " + revision;
    }

    private String noContents(SourceId source) {
        return place + "\nsource " + source.word() + "\nno contents";
    }

    private String noContents(RepoId repo) {
        return place + "\n" + repo + "\nno contents";
    }

    private String key(RepoId repo, Digest content) {
        return place + "\n" + repo + "\ncontent " + content;
    }
}
