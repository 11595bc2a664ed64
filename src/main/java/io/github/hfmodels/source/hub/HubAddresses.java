package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The addresses of the Hub's protocol below an endpoint, whose path is kept. */
final class HubAddresses {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

    private final String base;

    HubAddresses(URI endpoint) {
        this.base = endpoint.toString().replaceAll("/+$", "");
    }

    /** What the revision is and what it holds, with sizes and hashes. */
    URI revision(RepoId repo, Revision revision) {
        return URI.create(api(repo) + "/revision/" + encoded(revision.name()) + "?blobs=true");
    }

    /** The first page of the commit's files. */
    URI tree(RepoId repo, CommitHash commit) {
        return tree(repo, commit, "recursive=true&expand=false");
    }

    /** A page of the commit's files, with the query that the page before named. */
    URI tree(RepoId repo, CommitHash commit, String rawQuery) {
        return URI.create(api(repo) + "/tree/" + commit + "?"
                + rawQuery.replace(" ", "%20").replace("|", "%7C"));
    }

    /** A file's content. */
    URI file(RepoId repo, CommitHash commit, String path) {
        return URI.create(base + "/" + repo + "/resolve/" + commit + "/"
                + Arrays.stream(path.split("/")).map(HubAddresses::encoded).collect(Collectors.joining("/")));
    }

    /** The repository's page for people. */
    String page(RepoId repo) {
        return base + "/" + repo;
    }

    private String api(RepoId repo) {
        return base + "/api/" + repo.type().plural() + "/" + repo.id();
    }

    /** Percent-encodes all but RFC 3986's unreserved characters; {@code URLEncoder} is for forms and does not. */
    static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
