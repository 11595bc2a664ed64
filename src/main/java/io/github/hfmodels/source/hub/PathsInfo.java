package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks about files by their paths. */
record PathsInfo(ApiClient api, HubAddresses addresses, ServerJson json) {

    private static final int PATHS_PER_REQUEST = 500;

    /** The Hub has to look up more for each of these: its tree has as many on a page. */
    private static final int EXPANDED_PATHS_PER_REQUEST = 50;

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
            for (RepoEntry entry : entries(repo, commit, batch, false)) {
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

    /**
     * What the security scan says of files of a commit.
     *
     * @param paths their full paths
     * @return the verdicts by path, of the files of which the server says something
     * @throws IOException when the server refuses the request or does not answer
     */
    Map<String, ScanVerdict> scans(RepoId repo, CommitHash commit, List<String> paths) throws IOException {
        var scans = new HashMap<String, ScanVerdict>();
        for (int start = 0; start < paths.size(); start += EXPANDED_PATHS_PER_REQUEST) {
            Set<String> batch =
                    Set.copyOf(paths.subList(start, Math.min(paths.size(), start + EXPANDED_PATHS_PER_REQUEST)));
            for (RepoEntry entry : entries(repo, commit, batch, true)) {
                if (entry != null && entry.path() != null && entry.scan() != null) {
                    scans.merge(entry.path(), entry.scan(), SecurityStatus::worse);
                }
            }
            if (scans.isEmpty()) {
                // A server that does not say it of the first files does not say it of others.
                return scans;
            }
        }
        return scans;
    }

    private List<@Nullable RepoEntry> entries(RepoId repo, CommitHash commit, Set<String> paths, boolean isExpanded)
            throws IOException {
        return api.post(
                addresses.pathsInfo(repo, commit),
                form(paths, isExpanded),
                response -> json.readList(response, RepoEntry::read));
    }

    private static String form(Set<String> paths, boolean isExpanded) {
        return paths.stream()
                .map(path -> "paths=" + Addresses.encoded(path))
                .collect(Collectors.joining("&", "", "&expand=" + isExpanded));
    }
}
