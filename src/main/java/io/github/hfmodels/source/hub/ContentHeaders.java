package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Digest.Algorithm;
import io.github.hfmodels.model.InvalidValueException;
import java.util.Optional;

/** Reads the hash of a content from the headers of its address. */
final class ContentHeaders {

    private ContentHeaders() {}

    /**
     * The hash of the content that is described.
     *
     * @param commit the commit that was asked for
     * @return empty when there is none, or another server's {@code ETag}, which may be anything
     */
    static Optional<Digest> digest(ResponseHead head, CommitHash commit) {
        Optional<String> served = head.header("X-Repo-Commit");
        if (served.isPresent() && !served.get().equals(commit.hex())) {
            return Optional.empty();
        }
        // Only a server that names the commit is a Hub, whose ETag is the hash: Artifactory's, for example, is the
        // plain SHA-1.
        Optional<String> tag =
                head.header("X-Linked-ETag").or(() -> served.isPresent() ? head.header("ETag") : Optional.empty());
        return tag.flatMap(ContentHeaders::parse);
    }

    /** The tag may be weak, as in huggingface_hub. */
    private static Optional<Digest> parse(String tag) {
        String hex = tag.replaceFirst("^[W/]+", "").replaceAll("^\"+|\"+$", "");
        Algorithm algorithm = hex.length() == Algorithm.SHA256.hexDigits() ? Algorithm.SHA256 : Algorithm.GIT_SHA1;
        try {
            return Optional.of(new Digest(algorithm, hex));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
