package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that is ready for use.
 *
 * @param request what was asked for
 * @param commit the commit that the revision was at
 * @param path the folder with its files: the output directory if there is one, else the snapshot in the cache
 * @param files those of its files that are wanted, as the listing has them
 * @param wasCached whether nothing was downloaded for it here: the cache had all contents, or another module downloaded them
 */
public record PrefetchedModel(
        ModelRequest request, CommitHash commit, Path path, List<RepoFile> files, boolean wasCached) {

    public PrefetchedModel {
        files = List.copyOf(files);
    }

    /** The one file that is wanted, in the folder; empty when there are several. */
    public Optional<Path> file() {
        return files.size() == 1 ? Optional.of(files.get(0).repoPath().below(path)) : Optional.empty();
    }
}
