package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.ProxyRoutes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a goal that say how to reach the Hub, under the names that they have in a POM; times are in seconds.
 *
 * @param endpoint null when unset
 * @param readTimeout null when unset
 * @param firstByteTimeout null when unset
 * @param environment what applies where a parameter is unset
 */
public record ConnectionParameters(
        @Nullable String endpoint,
        int maxConnections,
        int connectTimeout,
        @Nullable Integer readTimeout,
        @Nullable Integer firstByteTimeout,
        int retries,
        int maxWait,
        HubEnvironment environment) {

    private static final Log LOG = Log.of(ConnectionParameters.class);
    private static final int DEFAULT_READ_TIMEOUT = 60;
    private static final String FILE = "file:";

    /** A disk where a host should be. */
    private static final Pattern WINDOWS_DISK = Pattern.compile("//[A-Za-z]:(?:/.*)?");

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
     * The Hub's base address; one of the scheme {@code file} is that of a mirror folder.
     *
     * @throws UserException when what is configured is neither the address of a server nor that of a folder
     */
    public URI endpointAddress() {
        String text = endpoint == null || endpoint.isBlank() ? environment.endpoint() : endpoint.strip();
        String expected =
                "; expected an address such as " + HubEnvironment.PUBLIC_ENDPOINT + " (hf.endpoint or HF_ENDPOINT)";
        if (text.regionMatches(true, 0, FILE, 0, FILE.length())) {
            return folderAddress(text.substring(FILE.length()));
        }
        // Before anything else looks at it, since a password may well make the address malformed.
        if (text.contains("@")) {
            throw new UserException("the endpoint holds a user name or password, which would be shown in logs;"
                    + " put them into a <server> of settings.xml, or a token into HF_TOKEN");
        }
        URI address;
        try {
            address = URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new UserException("the endpoint is '" + Printable.of(text) + "'" + expected, e);
        }
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web
                || Authority.of(address).isEmpty()
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new UserException("the endpoint is '" + Printable.of(text) + "'" + expected);
        }
        return address;
    }

    /**
     * The address of a mirror folder. Also takes what becomes of {@code file://${basedir}/mirror} where the folder has blanks in its name, or
     * is on a disk of Windows.
     *
     * @param written what is written after the scheme
     */
    private static URI folderAddress(String written) {
        String path = written.replace('\\', '/').replace(" ", "%20").replaceAll("/+$", "");
        try {
            URI address = URI.create(FILE + (WINDOWS_DISK.matcher(path).matches() ? "/" : "") + path);
            // Only to find out whether it is one.
            Path.of(address);
            return address;
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "the endpoint is '" + FILE + Printable.of(written)
                            + "'; expected an address such as file:///folder (hf.endpoint or HF_ENDPOINT)",
                    e);
        }
    }

    /** The mirror folder that is the Hub; empty when a server is. */
    public Optional<Path> endpointFolder() {
        URI address = endpointAddress();
        return "file".equalsIgnoreCase(address.getScheme()) ? Optional.of(Path.of(address)) : Optional.empty();
    }

    /**
     * What the Hub is sent to identify the user.
     *
     * @param server the Hub's entry in settings.xml, which overrides the environment's token
     * @throws UserException when the endpoint or the environment is wrong
     */
    Credentials credentials(ServerSettings server) {
        Authorization authorization = Optional.ofNullable(server.authorization())
                .or(environment::token)
                .orElse(null);
        LOG.debug("The Hub is sent {}", authorization == null ? "no token" : authorization);
        if (!server.headers().fields().isEmpty()) {
            LOG.debug("The Hub is sent {}", server.headers());
        }
        return Credentials.of(endpointAddress(), authorization, server.headers());
    }

    /**
     * How to make requests.
     *
     * @param proxies the proxies to use
     * @throws UserException when the environment or the proxy for the Hub is wrong
     */
    HttpSettings http(String userAgent, ProxyRoutes proxies, HttpSettings.Shared shared) {
        // Before any request, since a wrong proxy is not a failure of a model.
        proxies.proxyFor(endpointAddress());
        return new HttpSettings(
                userAgent,
                maxConnections,
                Duration.ofSeconds(connectTimeout),
                silence(environment.etagTimeout()),
                silence(environment.downloadTimeout()),
                firstByteTimeout == null ? null : Duration.ofSeconds(firstByteTimeout),
                retries,
                Duration.ofSeconds(maxWait),
                proxies,
                shared);
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
