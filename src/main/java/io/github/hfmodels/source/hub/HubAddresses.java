package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The addresses of the Hub's protocol below an endpoint, whose path is kept. */
final class HubAddresses {

    private final String base;

    HubAddresses(URI endpoint) {
        this.base = endpoint.toString().replaceAll("/+$", "");
    }

    /** The commit of a revision, and its files with sizes and hashes. */
    URI revision(RepoId repo, Revision revision) {
        return URI.create(api(repo) + "/revision/" + Addresses.encoded(revision.name()) + "?blobs=true");
    }

    /** The first page of the commit's files. */
    URI tree(RepoId repo, CommitHash commit) {
        return tree(repo, commit, "recursive=true&expand=false");
    }

    /** A page of the commit's files, with the query that the page before names. */
    URI tree(RepoId repo, CommitHash commit, String rawQuery) {
        return URI.create(api(repo) + "/tree/" + commit + "?"
                + rawQuery.replace(" ", "%20").replace("|", "%7C"));
    }

    /** The content of a file. */
    URI file(RepoId repo, CommitHash commit, String path) {
        return URI.create(page(repo) + "/resolve/" + commit + "/"
                + Arrays.stream(path.split("/")).map(Addresses::encoded).collect(Collectors.joining("/")));
    }

    /** The endpoint's address. */
    String base() {
        return base;
    }

    /** The repository's web page. */
    String page(RepoId repo) {
        return base + "/" + repo.type().addressPrefix() + repo.id();
    }

    private String api(RepoId repo) {
        return base + "/api/" + repo.type().plural() + "/" + repo.id();
    }
}
