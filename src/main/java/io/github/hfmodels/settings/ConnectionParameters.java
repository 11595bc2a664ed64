package io.github.hfmodels.settings;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.ProxyRoutes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a goal that say how to reach a source, under the names that they have in a POM; times are in seconds.
 *
 * @param endpoint addresses separated by commas; null when unset
 * @param readTimeout null when unset
 * @param firstByteTimeout null when unset
 * @param environment what applies for the source where a parameter is unset
 */
public record ConnectionParameters(
        @Nullable String endpoint,
        int maxConnections,
        int connectTimeout,
        @Nullable Integer readTimeout,
        @Nullable Integer firstByteTimeout,
        int retries,
        int maxWait,
        SourceEnvironment environment) {

    private static final int DEFAULT_READ_TIMEOUT = 60;

    /** @throws UserException when a number is out of range */
    public ConnectionParameters {
        positive("maxConnections", maxConnections);
        positive("connectTimeout", connectTimeout);
        notNegative("retries", retries);
        notNegative("maxWait", maxWait);
        if (readTimeout != null) {
            positive("readTimeout", readTimeout);
        }
        if (firstByteTimeout != null) {
            positive("firstByteTimeout", firstByteTimeout);
        }
    }

    /**
     * The configured endpoints in order; at least one.
     *
     * @throws UserException when one is not the address of a server or a folder
     */
    List<Endpoint> endpoints() {
        List<Endpoint> ofParameter = endpoints(endpoint == null ? "" : endpoint);
        List<Endpoint> configured = ofParameter.isEmpty() ? endpoints(environment.endpoint()) : ofParameter;
        return configured.isEmpty() ? endpoints(environment.publicEndpoints().get(0)) : configured;
    }

    private List<Endpoint> endpoints(String text) {
        String what = environment.source() == SourceId.HUGGING_FACE
                ? "the endpoint"
                : "the endpoint of " + environment.name();
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> Endpoint.of(
                        environment.address(item), what, " (" + environment.endpointNames() + ")", environment))
                .toList();
    }

    /**
     * How to make requests.
     *
     * @param endpoints the endpoints in use
     * @param proxies the proxies to use
     * @throws UserException when the environment or the proxy for an endpoint is wrong
     */
    HttpSettings http(List<Endpoint> endpoints, String userAgent, ProxyRoutes proxies, HttpSettings.Shared shared) {
        // Before any request, since a wrong proxy is not a failure of a model.
        endpoints.stream()
                .filter(endpoint -> !endpoint.isFolder())
                .forEach(server -> proxies.proxyFor(server.address()));
        return new HttpSettings(
                userAgent,
                maxConnections,
                Duration.ofSeconds(connectTimeout),
                silence(environment.apiTimeout()),
                silence(environment.downloadTimeout()),
                firstByteTimeout == null ? null : Duration.ofSeconds(firstByteTimeout),
                retries,
                Duration.ofSeconds(maxWait),
                proxies,
                shared,
                false);
    }

    private Duration silence(OptionalInt environmentSeconds) {
        int seconds = readTimeout != null ? readTimeout : environmentSeconds.orElse(DEFAULT_READ_TIMEOUT);
        return Duration.ofSeconds(seconds);
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new UserException("<" + name + "> is " + value + "; expected zero or more (hf." + name + ")");
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new UserException("<" + name + "> is " + value + "; expected a number above zero (hf." + name + ")");
        }
    }
}
