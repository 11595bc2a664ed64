package io.github.hfmodels.output;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of a model.
 *
 * @param alias the name by which the build refers to it
 * @param repo where it comes from
 * @param revision the revision that was asked for
 * @param commit the commit that is there; null when the model is not available, as for the paths
 * @param path the folder with its files, absolute
 * @param file the one file that is wanted, absolute; null when there are several
 * @param files the files that are wanted; none when the model is not available
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
