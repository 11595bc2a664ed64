package io.github.hfmodels.output;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in a manifest.
 *
 * @param alias the name of the model in the build
 * @param repo the repository
 * @param revision the requested revision
 * @param commit the commit; null when the model is not available
 * @param places where the folder and files of it are, by what they are, in this order; empty when the model is not available
 * @param files the selected files, with their paths below the folder; empty when the model is not available
 */
public record ManifestEntry(
        String alias,
        RepoId repo,
        Revision revision,
        @Nullable CommitHash commit,
        Map<String, String> places,
        List<RepoFile> files) {

    public ManifestEntry {
        files = List.copyOf(files);
    }
}
