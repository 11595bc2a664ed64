package io.github.hfmodels.testhub;

import java.util.Optional;

/** Answers requests for files: small ones over the hub's own cache, large ones over the content network. */
final class ResolveAnswers {
    private final String endpoint;
    private final String prefix;
    private final ContentNetwork contentNetwork;

    ResolveAnswers(String endpoint, String prefix, ContentNetwork contentNetwork) {
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.contentNetwork = contentNetwork;
    }

    Response resolve(TestRepository repository, RepoAddress address) {
        Optional<TestCommit> commit = repository.find(address.revision());
        if (commit.isEmpty()) {
            return HubErrors.noSuchRevision(address.revision());
        }
        String commitId = commit.get().id();
        Response response = commit.get()
                .find(address.path())
                .map(entry -> entry.lfsSha256() == null
                        ? toCache(repository, address, commitId, entry)
                        : toContentNetwork(repository, commitId, entry))
                .orElseGet(HubErrors::noSuchEntry);
        return response.header("X-Repo-Commit", commitId);
    }

    Response cached(Request request, TestRepository repository, RepoAddress address) {
        Optional<TestCommit> commit =
                repository.find(address.revision()).filter(found -> found.id().equals(address.revision()));
        if (commit.isEmpty()) {
            return HubErrors.badRequest("Invalid commit id");
        }
        String commitId = commit.get().id();
        Response response = commit.get()
                .find(address.path())
                .map(entry -> RangedResponse.of(request, entry.content(), quoted(entry.etag())))
                .orElseGet(HubErrors::noSuchEntry);
        return response.header("X-Repo-Commit", commitId);
    }

    private Response toCache(TestRepository repository, RepoAddress address, String commitId, RepoEntry entry) {
        RepoType type = repository.type();
        String original = "/" + type.filePrefix() + repository.id() + "/resolve/" + Percent.encode(address.revision())
                + "/" + Percent.encodePath(entry.path());
        return Response.redirect(
                307,
                prefix + "/api/resolve-cache/" + type.plural() + "/" + repository.id() + "/" + Percent.encode(commitId)
                        + "/" + Percent.encodePath(entry.path()) + "?" + Percent.encode(original) + "=&etag="
                        + Percent.encode(quoted(entry.etag())));
    }

    private Response toContentNetwork(TestRepository repository, String commitId, RepoEntry entry) {
        Response response = Response.redirect(302, contentNetwork.signedUrl(entry))
                .header("X-Linked-ETag", quoted(entry.etag()))
                .header("X-Linked-Size", String.valueOf(entry.size()))
                .header("Accept-Ranges", "bytes");
        String xetHash = entry.xetHash();
        if (xetHash == null) {
            return response;
        }
        String tokenUrl = endpoint + "/api/" + repository.type().plural() + "/" + repository.id() + "/xet-read-token/"
                + Percent.encode(commitId);
        return response.header("X-Xet-Hash", xetHash)
                .header(
                        "Link",
                        "<" + tokenUrl + ">; rel=\"xet-auth\", <https://cas-server.invalid/v1/reconstructions/"
                                + xetHash + ">; rel=\"xet-reconstruction-info\"");
    }

    private static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
