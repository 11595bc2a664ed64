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
import java.util.List;
import java.util.Optional;

/** Looks for the branch or tag that has the files of a fingerprint, which the server does not know. */
final class FingerprintSearch {

    /** Each costs a request or more. */
    private static final int MAX_SEARCHED = 100;

    private final RepoLists lists;
    private final RevisionMemory memory;

    FingerprintSearch(RepoLists lists, RevisionMemory memory) {
        this.lists = lists;
        this.memory = memory;
    }

    /**
     * The files of a fingerprint. The name that has them is noted.
     *
     * @throws SourceException when no branch or tag has them
     * @throws IOException when the server does not list them
     */
    List<RepoFile> files(RepoId repo, CommitHash fingerprint) throws IOException {
        Optional<String> last = memory.revision(repo, fingerprint);
        if (last.isPresent()) {
            Optional<List<RepoFile>> files = filesIfThere(repo, last.get(), fingerprint);
            if (files.isPresent()) {
                return files.get();
            }
        }
        List<String> names = names(repo, fingerprint);
        for (String name : names.subList(0, Math.min(names.size(), MAX_SEARCHED))) {
            Optional<List<RepoFile>> files = filesIfThere(repo, name, fingerprint);
            if (files.isPresent()) {
                memory.note(repo, fingerprint, name);
                return files.get();
            }
        }
        String which = names.size() > MAX_SEARCHED
                ? "none of the first " + MAX_SEARCHED + " branches and tags"
                : "no branch or tag";
        throw new SourceException(
                Kind.REVISION_NOT_FOUND,
                which + " of " + Printable.of(repo.toString()) + " has the files of " + fingerprint + " any more",
                Advice.to(Action.UPDATE_LOCK),
                null);
    }

    /** The names to ask for, the likely ones first. */
    private List<String> names(RepoId repo, CommitHash fingerprint) throws IOException {
        Revisions revisions = Refusals.orElse(() -> lists.revisions(repo), Revisions.UNKNOWN);
        // Git may have commits of as many digits.
        return revisions.hasCommit(fingerprint)
                ? List.of(fingerprint.hex())
                : revisions.names(repo.source().defaultRevision().name());
    }

    private Optional<List<RepoFile>> filesIfThere(RepoId repo, String name, CommitHash fingerprint) throws IOException {
        Optional<List<RepoFile>> files = Refusals.orElse(() -> Optional.of(lists.files(repo, name)), Optional.empty());
        return files.filter(
                all -> name.equals(fingerprint.hex()) || Fingerprint.of(all).equals(fingerprint));
    }
}
