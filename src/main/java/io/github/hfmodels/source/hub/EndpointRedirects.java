package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpRequest.Purpose;
import io.github.hfmodels.http.Origin;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Authority;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** Tells when contents come from another host than the endpoint's, or refuses it. */
final class EndpointRedirects implements Redirects {

    private static final Log LOG = Log.of(EndpointRedirects.class);

    /** They redirect to their own content network. */
    private static final Set<String> PUBLIC_HUBS = Set.of("huggingface.co", "hf.co");

    private final Origin endpoint;
    private final boolean isStrict;
    private final ConcurrentMap<String, String> memory;

    /** @param memory what this build has found out about endpoints, the same for all modules */
    EndpointRedirects(HubEndpoint endpoint, ConcurrentMap<String, String> memory) {
        this.endpoint = Origin.of(endpoint.address());
        this.isStrict = endpoint.strict();
        this.memory = memory;
    }

    /** A redirect from the endpoint to another host was not followed. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private Refused(Origin endpoint, Origin other) {
            super(endpoint.authority() + " redirects to " + other.authority()
                    + ", but the endpoint alone may be asked");
        }
    }

    /** The same host may redirect to its encrypted port. */
    private boolean isEndpoint(Origin other) {
        return other.equals(endpoint)
                || (other.host().equals(endpoint.host()) && isUsual(endpoint, "http") && isUsual(other, "https"));
    }

    private static boolean isUsual(Origin origin, String scheme) {
        return origin.scheme().equals(scheme) && origin.port() == Authority.defaultPort(scheme);
    }

    @Override
    public void follow(HttpRequest request, URI target) throws IOException {
        Origin other = Origin.of(target);
        if (isStrict && !isEndpoint(other)) {
            throw new Refused(endpoint, other);
        }
    }

    @Override
    public void arrived(HttpRequest request, URI address) {
        if (request.purpose() != Purpose.CONTENT || PUBLIC_HUBS.contains(endpoint.host())) {
            return;
        }
        Origin other = Origin.of(address);
        if (!isEndpoint(other) && memory.putIfAbsent("contents: " + endpoint + " " + other, "told") == null) {
            LOG.info("Contents of {} come from {}", endpoint.authority(), other.authority());
        }
    }
}
