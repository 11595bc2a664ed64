package io.github.hfmodels.source.http;

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
public final class EndpointRedirects implements Redirects {

    private static final Log LOG = Log.of(EndpointRedirects.class);

    private final Origin endpoint;
    private final boolean isStrict;
    private final Set<String> publicHosts;
    private final ConcurrentMap<String, String> memory;

    /**
     * @param endpoint the base address
     * @param isStrict whether a content must come from its server
     * @param publicHosts the hosts that redirect to a content network of their own, which is not worth telling
     * @param memory what this build has found out about endpoints, the same for all modules
     */
    public EndpointRedirects(
            URI endpoint, boolean isStrict, Set<String> publicHosts, ConcurrentMap<String, String> memory) {
        this.endpoint = Origin.of(endpoint);
        this.isStrict = isStrict;
        this.publicHosts = publicHosts;
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
        if (request.purpose() != Purpose.CONTENT || publicHosts.contains(endpoint.host())) {
            return;
        }
        Origin other = Origin.of(address);
        if (!isEndpoint(other)
                && memory.putIfAbsent("contents: " + endpoint.authority() + " " + other.authority(), "told") == null) {
            LOG.info("Contents of {} come from {}", endpoint.authority(), other.authority());
        }
    }
}
