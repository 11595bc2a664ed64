package io.github.hfmodels.output;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model in a manifest.
 *
 * @param alias the name of the model in the build
 * @param repo the repository
 * @param revision the requested revision
 * @param commit the commit; null when the model is not available, like the paths
 * @param path the folder with the files, absolute
 * @param file the selected file, absolute; null when there are several
 * @param files the selected files; empty when the model is not available
 */
public record ManifestEntry(
        String alias,
        RepoId repo,
        Revision revision,
        @Nullable CommitHash commit,
        @Nullable Path path,
        @Nullable Path file,
        List<RepoFile> files) {

    public ManifestEntry {
        files = List.copyOf(files);
    }
}
