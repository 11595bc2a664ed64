package io.github.hfmodels.source;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks where a revision points and which files are there.
 *
 * @param repo the repository
 * @param revision the revision
 * @param known the commit that the revision was at when it was last looked up, for a source that cannot say where a revision
 *     points; null when there is none
 * @param paths files that are wanted by their full paths, for a source that lists only files that are named; may be empty
 * @param isThorough whether a list that comes at once may be cut, as it lacks something that is wanted, so that the source is to
 *     list the files in another way
 * @param isListed tells the commits whose files are known, so that it is enough to name one of them; see {@link
 *     Listing#ofCommit}
 */
public record ListingRequest(
        RepoId repo,
        Revision revision,
        @Nullable CommitHash known,
        List<String> paths,
        boolean isThorough,
        Predicate<CommitHash> isListed) {

    public ListingRequest {
        paths = List.copyOf(paths);
    }

    /** Asks a source that may know less than all. */
    public ListingRequest(RepoId repo, Revision revision, @Nullable CommitHash known, List<String> paths) {
        this(repo, revision, known, paths, false, commit -> false);
    }

    /** The same question about a commit that is known to be the revision's. */
    ListingRequest at(CommitHash commit) {
        return new ListingRequest(repo, new Revision(commit.hex()), commit, paths, isThorough, isListed);
    }

    /** The same question without where the revision was last. */
    ListingRequest knowingNothing() {
        return new ListingRequest(repo, revision, null, paths, isThorough, isListed);
    }

    /** Asks a source that answers it all. */
    public ListingRequest(RepoId repo, Revision revision) {
        this(repo, revision, null, List.of());
    }
}
