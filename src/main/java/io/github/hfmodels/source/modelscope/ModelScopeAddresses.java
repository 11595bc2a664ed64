package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.RepoId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of ModelScope's protocol below an endpoint, whose path is kept. The values of queries are encoded as those of forms. */
final class ModelScopeAddresses {

    private final String base;

    ModelScopeAddresses(URI endpoint) {
        this.base = endpoint.toString().replaceAll("/+$", "");
    }

    /** The endpoint's address. */
    String base() {
        return base;
    }

    /** The branches and tags of a repository. */
    URI revisions(RepoId repo) {
        return URI.create(api(repo) + "/revisions");
    }

    /** All files of a model. */
    URI files(RepoId repo, String revision) {
        return URI.create(api(repo) + "/repo/files?Revision=" + encoded(revision) + "&Recursive=True");
    }

    /**
     * Some of the files of a data set.
     *
     * @param page the page, counted from 1
     * @param size how many entries a page has
     */
    URI page(RepoId repo, String revision, int page, int size) {
        return URI.create(api(repo) + "/repo/tree?Revision=" + encoded(revision) + "&Recursive=True&PageNumber=" + page
                + "&PageSize=" + size);
    }

    /** The content of a file. */
    URI file(RepoId repo, String revision, String path) {
        return URI.create(api(repo) + "/repo?Revision=" + encoded(revision) + "&FilePath=" + encoded(path));
    }

    /** The repository's web page. */
    String page(RepoId repo) {
        return base + "/" + repo.type().plural() + "/" + repo.id();
    }

    private String api(RepoId repo) {
        return base + "/api/v1/" + repo.type().plural() + "/" + repo.id();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
