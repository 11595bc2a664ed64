package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.http.UnreachableException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.transfer.ContentFetcher;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for the size and the hash of a file that no list has: with HEAD, and where that is refused or says too little, with GET
 * for the first byte. What the endpoint itself says counts more than what another host says to which it redirects.
 *
 * @param memory what this build has found out about endpoints
 */
record FileDescriber(
        ContentFetcher contents,
        HubAddresses addresses,
        Credentials credentials,
        ConcurrentMap<String, String> memory) {

    private static final Log LOG = Log.of(FileDescriber.class);

    private static final HttpRequest.Range FIRST_BYTE = new HttpRequest.Range(0, 1);
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** With the Hub's code for them, these are about the file, and not about the method. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

    /**
     * @param size in bytes; negative when it is not known
     * @param digest null when it is not known
     * @param hasTag whether there is a tag, which may be one that cannot name a content
     */
    private record Description(long size, @Nullable Digest digest, boolean hasTag) {

        static Description of(ResponseHead head, String path, CommitHash commit) throws SourceException {
            ContentHeaders.checkCommit(head, path, commit);
            return of(head);
        }

        /** What another host may say, which knows nothing of commits. */
        static Description of(ResponseHead head) {
            return new Description(
                    ContentHeaders.size(head), ContentHeaders.tag(head).orElse(null), ContentHeaders.hasTag(head));
        }

        /** Some servers say to HEAD that any content is empty. */
        boolean isEnough() {
            return size > 0 && digest != null;
        }

        /** With what the other knows, where this knows nothing. */
        Description or(Description other) {
            return new Description(
                    size > 0 ? size : Math.max(size, other.size),
                    digest == null ? other.digest : digest,
                    hasTag || other.hasTag);
        }
    }

    /** @throws IOException when the server cannot be asked, or does not say enough */
    RepoFile describe(RepoId repo, CommitHash commit, String path) throws IOException {
        URI address = addresses.file(repo, commit, path);
        HttpRequest head = HttpRequest.head(address, credentials);
        HttpRequest firstByte = head.part(address, FIRST_BYTE);
        String headKey = "HEAD " + addresses.base();
        ResponseHead answer = memory.containsKey(headKey) ? null : head(head);
        boolean isHead = answer != null;
        if (answer == null) {
            answer = first(firstByte);
            memory.put(headKey, "refused");
        }
        Description description = Description.of(answer, path, commit);
        if (!description.isEnough() && isHead && answer.status() == 200) {
            answer = first(firstByte);
            description = description.or(Description.of(answer, path, commit));
        }
        if (!description.isEnough() && answer.header("Location").isPresent()) {
            HttpRequest content = HttpRequest.content(address, credentials);
            description = description.or(Description.of(first(content.part(address, FIRST_BYTE))));
        }
        return file(path, description, Authority.hostOf(address));
    }

    /** The answer to HEAD; null when something else may be answered to GET. */
    private @Nullable ResponseHead head(HttpRequest request) throws IOException {
        try {
            return contents.head(request);
        } catch (HttpStatusException e) {
            boolean isAboutTheFile =
                    REFUSALS.contains(e.status()) && e.header("X-Error-Code").isPresent();
            if (isAboutTheFile || e.status() == 429) {
                throw e;
            }
            LOG.debug("{}; asking with GET", e.getMessage());
        } catch (TransferException e) {
            if (e.isRateLimit()) {
                throw e;
            }
            LOG.debug("{}; asking with GET", e.getMessage());
        } catch (UnreachableException e) {
            if (e.isConnectionFailure() || !(e.getCause() instanceof SocketTimeoutException)) {
                throw e;
            }
            LOG.debug("No answer to HEAD; asking with GET", e);
        }
        return null;
    }

    /** The answer to GET of the first byte, which an empty content does not have. */
    private ResponseHead first(HttpRequest request) throws IOException {
        try {
            return contents.head(request);
        } catch (HttpStatusException e) {
            if (e.status() == RANGE_NOT_SATISFIABLE) {
                return e.head();
            }
            throw e;
        }
    }

    private static RepoFile file(String path, Description description, String host) throws SourceException {
        Digest digest = description.digest();
        long size = description.size();
        if (digest == null || size < 0) {
            String lacking = digest != null
                    ? "says no length of its content"
                    : description.hasTag()
                            ? "the ETag of its content cannot name a file"
                            : "says neither a hash nor an ETag of its content";
            throw new SourceException(
                    Kind.MALFORMED,
                    Printable.of(path) + ": " + host + " lists it by name alone, and " + lacking,
                    Advice.of(
                            "lock the model by an endpoint that lists hashes; builds that follow the lock can use this"
                                    + " one"),
                    null);
        }
        return switch (digest.algorithm()) {
            case SHA256 -> new RepoFile(path, size, "", new RepoFile.Lfs(digest.hex(), size), null);
            case GIT_SHA1 -> new RepoFile(path, size, digest.hex(), null, null);
            case ETAG -> RepoFile.tagged(path, size, digest.hex());
        };
    }
}
