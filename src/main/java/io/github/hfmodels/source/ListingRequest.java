package io.github.hfmodels.source;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks where a revision points and which files are there.
 *
 * @param repo the repository
 * @param revision the revision
 * @param known the commit that the revision was at when it was last looked up, for a source that cannot say where a revision
 *     points; null when there is none
 * @param paths files that are wanted by their full paths, for a source that lists only files that are named; may be empty
 */
public record ListingRequest(
        RepoId repo, Revision revision, @Nullable CommitHash known, List<String> paths) {

    public ListingRequest {
        paths = List.copyOf(paths);
    }

    /** The same question about a commit that is known to be the revision's. */
    ListingRequest at(CommitHash commit) {
        return new ListingRequest(repo, new Revision(commit.hex()), commit, paths);
    }

    /** Asks a source that answers it all. */
    public ListingRequest(RepoId repo, Revision revision) {
        this(repo, revision, null, List.of());
    }
}
