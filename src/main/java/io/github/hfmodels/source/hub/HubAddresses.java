package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.HubRoutes;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.net.URI;

/** The addresses of the Hub's protocol below an endpoint, whose path is kept. */
final class HubAddresses {

    private final String base;

    HubAddresses(URI endpoint) {
        this.base = endpoint.toString().replaceAll("/+$", "");
    }

    /** The commit of a revision, and its files with sizes and hashes. */
    URI revisionWithBlobs(RepoId repo, Revision revision) {
        return URI.create(revision(repo, revision) + "?blobs=true");
    }

    /** The commit of a revision, and the names of its files. */
    URI revision(RepoId repo, Revision revision) {
        return URI.create(base + "/" + HubRoutes.revisions(repo) + "/" + Addresses.encoded(revision.name()));
    }

    /** The commit of a revision, and what the security scan says of its files. */
    URI revisionWithScan(RepoId repo, Revision revision) {
        return URI.create(revision(repo, revision) + "?securityStatus=true");
    }

    /** The commit of the default revision, and the names of its files. */
    URI repository(RepoId repo) {
        return URI.create(api(repo));
    }

    /**
     * A page of the files of a commit.
     *
     * @param folder the folder whose files are wanted; empty for all of the commit
     * @param rawQuery the query, as the page before names it
     * @throws IllegalArgumentException when the query cannot be one
     */
    URI tree(RepoId repo, CommitHash commit, String folder, String rawQuery) {
        return page(api(repo) + "/tree/" + commit + (folder.isEmpty() ? "" : "/" + encoded(folder)), rawQuery);
    }

    /**
     * A page of the commits of a revision.
     *
     * @param rawQuery the query, as the page before names it; empty for the first
     * @throws IllegalArgumentException when the query cannot be one
     */
    URI commits(RepoId repo, Revision revision, String rawQuery) {
        String all = api(repo) + "/commits/" + Addresses.encoded(revision.name());
        return rawQuery.isEmpty() ? URI.create(all) : page(all, rawQuery);
    }

    private static URI page(String all, String rawQuery) {
        return URI.create(all + "?" + rawQuery.replace(" ", "%20").replace("|", "%7C"));
    }

    /** The inference providers of a repository. */
    URI inferenceProviders(RepoId repo) {
        return URI.create(api(repo) + "?expand%5B%5D=inferenceProviderMapping");
    }

    /** Describes the files of a commit that a form names. */
    URI pathsInfo(RepoId repo, CommitHash commit) {
        return URI.create(api(repo) + "/paths-info/" + commit);
    }

    /** The content of a file. */
    URI file(RepoId repo, CommitHash commit, String path) {
        return URI.create(base + "/" + HubRoutes.contents(repo) + "/" + commit + "/" + encoded(path));
    }

    /** The endpoint's address. */
    String base() {
        return base;
    }

    /** The repository's web page. */
    String page(RepoId repo) {
        return base + "/" + HubRoutes.page(repo);
    }

    private static String encoded(String path) {
        return Addresses.encoded(path).replace("%2F", "/");
    }

    private String api(RepoId repo) {
        return base + "/" + HubRoutes.api(repo);
    }
}
