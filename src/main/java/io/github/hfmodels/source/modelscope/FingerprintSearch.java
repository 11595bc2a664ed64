package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Looks for the branch or tag that has the files of a fingerprint, which the server does not know. */
record FingerprintSearch(RepoLists lists, RevisionMemory memory) {

    /** Each costs a request or more. */
    private static final int MAX_SEARCHED = 100;

    /** Each may cost many tries. */
    private static final int MAX_FAILURES = 3;

    /**
     * The files of a fingerprint. The name that has them is noted.
     *
     * @throws SourceException when no branch or tag has them
     * @throws IOException when the server does not list them
     */
    List<RepoFile> files(RepoId repo, CommitHash fingerprint) throws IOException {
        Optional<String> last = memory.revision(repo, fingerprint);
        if (last.isPresent()) {
            Optional<List<RepoFile>> files = filesOrFailure(repo, last.get(), fingerprint, new ArrayDeque<>());
            if (files.isPresent()) {
                return files.get();
            }
        }
        var failures = new ArrayDeque<IOException>();
        List<String> names = names(repo, fingerprint, failures);
        for (String name : names.subList(0, Math.min(names.size(), MAX_SEARCHED))) {
            Optional<List<RepoFile>> files = filesOrFailure(repo, name, fingerprint, failures);
            if (files.isPresent()) {
                memory.note(repo, fingerprint, name);
                return files.get();
            }
        }
        IOException first = failures.peekFirst();
        if (first != null) {
            throw first;
        }
        String which = names.size() > MAX_SEARCHED
                ? "none of the first " + MAX_SEARCHED + " branches and tags"
                : "no branch or tag";
        throw new SourceException(
                Kind.REVISION_NOT_FOUND,
                which + " of " + Printable.of(repo.toString()) + " has the files of " + fingerprint + " any more",
                Advice.to(Action.CHECK_REVISION),
                null);
    }

    /** The names to ask for, the likely ones first. */
    private List<String> names(RepoId repo, CommitHash fingerprint, Deque<IOException> failures) throws IOException {
        Revisions revisions = Revisions.UNKNOWN;
        try {
            revisions = Refusals.orElse(() -> lists.revisions(repo), Revisions.UNKNOWN);
        } catch (IOException e) {
            note(e, failures);
        }
        // Git may have commits of as many digits.
        return revisions.hasCommit(fingerprint)
                ? List.of(fingerprint.hex())
                : revisions.names(repo.source().defaultRevision().name());
    }

    /** A branch whose files are not listed need not be the one. */
    private Optional<List<RepoFile>> filesOrFailure(
            RepoId repo, String name, CommitHash fingerprint, Deque<IOException> failures) throws IOException {
        try {
            return filesIfThere(repo, name, fingerprint);
        } catch (IOException e) {
            note(e, failures);
            return Optional.empty();
        }
    }

    private static void note(IOException failure, Deque<IOException> failures) throws IOException {
        if (!Refusals.isOfCall(failure) || failures.size() == MAX_FAILURES) {
            throw failure;
        }
        failures.add(failure);
    }

    private Optional<List<RepoFile>> filesIfThere(RepoId repo, String name, CommitHash fingerprint) throws IOException {
        Optional<List<RepoFile>> files = Refusals.orElse(() -> Optional.of(lists.files(repo, name)), Optional.empty());
        return files.filter(
                all -> name.equals(fingerprint.hex()) || Fingerprint.of(all).equals(fingerprint));
    }
}
