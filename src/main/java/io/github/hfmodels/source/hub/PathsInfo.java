package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks for the sizes and hashes of files by their paths. */
record PathsInfo(ApiClient api, HubAddresses addresses, ServerJson json) {

    private static final int PATHS_PER_REQUEST = 500;

    /**
     * Describes files of a commit.
     *
     * @param paths their full paths
     * @return those that the server has, and of which it says size and hash
     * @throws IOException when the server refuses the request or does not answer
     */
    List<RepoFile> of(RepoId repo, CommitHash commit, List<String> paths) throws IOException {
        var files = new FileList("the Hub's list");
        for (int start = 0; start < paths.size(); start += PATHS_PER_REQUEST) {
            Set<String> batch = Set.copyOf(paths.subList(start, Math.min(paths.size(), start + PATHS_PER_REQUEST)));
            List<@Nullable RepoEntry> entries = api.post(
                    addresses.pathsInfo(repo, commit),
                    form(batch),
                    response -> json.readList(response, RepoEntry::read));
            for (RepoEntry entry : entries) {
                if (entry != null
                        && !"directory".equals(entry.type())
                        && !entry.isIncomplete()
                        && batch.contains(entry.path())) {
                    files.add(entry.file());
                }
            }
        }
        return files.all();
    }

    private static String form(Set<String> paths) {
        return paths.stream()
                .map(path -> "paths=" + Addresses.encoded(path))
                .collect(Collectors.joining("&", "", "&expand=false"));
    }
}
