package io.github.hfmodels.source.http;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoFile;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/**
 * The headers by which Dragonfly's daemon has a content come from other machines that have it.
 *
 * <p>A request that carries a credential has none: who knows the identity of a content gets it from the other machines without any
 * credential, and the Hub tells everybody the hashes of gated models.
 *
 * @param endpoint the base address of the server
 * @param credentials those for it
 * @param isUsed whether Dragonfly is
 * @param sendsCredentials whether credentials may be sent to the endpoint
 * @param memory what this build has found out about endpoints, the same for all modules
 */
public record PeerHeaders(
        URI endpoint,
        Credentials credentials,
        boolean isUsed,
        boolean sendsCredentials,
        ConcurrentMap<String, String> memory) {

    private static final Log LOG = Log.of(PeerHeaders.class);
    private static final String PREFIX = "X-Dragonfly-";

    /** The headers for a file's content; empty when it must come from the origin, or Dragonfly is not used. */
    public Map<String, String> of(RepoFile file) {
        if (!isUsed) {
            return Map.of();
        }
        if (sendsCredentials && hasCredential(credentials)) {
            if (memory.putIfAbsent("no peers: " + endpoint, "told") == null) {
                LOG.info("Files do not come from other machines by Dragonfly, since {} is sent credentials", endpoint);
            }
            return Map.of();
        }
        var headers = new HashMap<String, String>();
        headers.put(PREFIX + "Use-P2P", "true");
        // By it, other addresses of the same content are the same for Dragonfly.
        file.contentSha256().ifPresent(sha256 -> headers.put(PREFIX + "Content-For-Calculating-Task-ID", sha256));
        return Map.copyOf(headers);
    }

    /** Headers of the settings may be credentials, too, unless they are Dragonfly's own. */
    private static boolean hasCredential(Credentials credentials) {
        return credentials.authorization() != null
                || credentials.headers().fields().keySet().stream()
                        .anyMatch(name -> !name.toLowerCase(Locale.ROOT).startsWith(PREFIX.toLowerCase(Locale.ROOT)));
    }
}
