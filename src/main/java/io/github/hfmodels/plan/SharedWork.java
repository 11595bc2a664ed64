package io.github.hfmodels.plan;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the modules of one build have done for each other: questions that the source has answered, and contents that were
 * downloaded although they were there. Whoever comes later, or at the same time, need not do it again. Thread-safe.
 */
public final class SharedWork {

    /** Stands for the answer to a question that got none; the asker could do without, with what the cache has. */
    private static final String UNANSWERED = "unanswered";

    /** Stands for the answer to a question that failed. */
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

    /** A question to the source. Whoever has begun it must close it; the others wait for that. */
    final class Question implements AutoCloseable {

        private final String key;
        private final @Nullable CompletableFuture<String> mine;
        private final @Nullable CommitHash known;

        private Question(String key, @Nullable CompletableFuture<String> mine, @Nullable CommitHash known) {
            this.key = key;
            this.mine = mine;
            this.known = known;
        }

        /** What another module was answered; empty when the source must be asked. */
        Optional<CommitHash> answer() {
            return Optional.ofNullable(known);
        }

        /** Tells the others. What the answer says of files must be in the cache by now. */
        void answered(CommitHash commit) {
            if (mine != null) {
                mine.complete(commit.hex());
            }
        }

        @Override
        public void close() {
            // In this order, so that nobody finds a question that has failed and waits for it.
            if (mine != null && !mine.isDone()) {
                work.remove(key, mine);
                mine.complete(FAILED);
            }
        }
    }

    /**
     * Begins a question, or waits for the module that is asking it. When that one fails, this one may ask, together with all
     * others that have waited: one after the other they would wait for one time-out after the other.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    Question question(RepoId repo, Revision revision) throws InterruptedIOException {
        String key = key(repo, revision);
        var mine = new CompletableFuture<String>();
        CompletableFuture<String> other = work.putIfAbsent(key, mine);
        if (other == null) {
            return new Question(key, mine, null);
        }
        try {
            return new Question(key, null, commit(other.get()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("no question ends like that", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another module asks for " + repo + "@" + revision);
        }
    }

    /** Whether the source has told in this build where the revision points. */
    boolean isAnswered(RepoId repo, Revision revision) {
        return commit(soFar(key(repo, revision))) != null;
    }

    /** Notes that the source does not answer, and that the cache would do. */
    void giveUp(RepoId repo, Revision revision) {
        work.putIfAbsent(key(repo, revision), CompletableFuture.completedFuture(UNANSWERED));
    }

    /** Whether a module has waited for an answer in vain, and found that the cache would do. */
    boolean isGivenUp(RepoId repo, Revision revision) {
        return soFar(key(repo, revision)).equals(UNANSWERED);
    }

    /** Notes that a content was downloaded, although it was there. */
    public void noteDownload(RepoId repo, Digest content) {
        work.put(key(repo, content), CompletableFuture.completedFuture(DOWNLOADED));
    }

    /** Whether a content was downloaded in this build, although it was there. */
    public boolean hasDownloaded(RepoId repo, Digest content) {
        return soFar(key(repo, content)).equals(DOWNLOADED);
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

    private String key(RepoId repo, Digest content) {
        return place + "\n" + repo + "\ncontent " + content;
    }
}
