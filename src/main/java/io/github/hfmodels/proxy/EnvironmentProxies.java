package io.github.hfmodels.proxy;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment variables {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code ALL_PROXY}, and the exemptions
 * of {@code NO_PROXY}. As in Python a lowercase variable overrides its uppercase one, even when it is empty.
 *
 * @param variables gives the value of the environment variable of that name, null when it is unset
 */
public record EnvironmentProxies(UnaryOperator<@Nullable String> variables) implements ProxySource {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/?#@\\s]+)"
                    + "(?::(\\d{1,5}))?(?:[/?#].*)?");
    private static final int MAX_PORT = 65_535;

    @Override
    public Optional<Route> route(URI address) {
        return variable(address.getScheme() + "_proxy")
                .or(() -> variable("all_proxy"))
                .map(found -> {
                    Optional<Variable> exempt =
                            variable("no_proxy").filter(list -> new NoProxyList(list.value()).exempts(address));
                    return exempt.map(list -> new Route(null, list.foundIn()))
                            .orElseGet(() -> new Route(proxy(found), found.foundIn()));
                });
    }

    private record Variable(String name, String value) {

        String foundIn() {
            return "the environment variable " + name;
        }
    }

    private Optional<Variable> variable(String anyCase) {
        String lower = anyCase.toLowerCase(Locale.ROOT);
        String upper = anyCase.toUpperCase(Locale.ROOT);
        String name = variables.apply(lower) == null ? upper : lower;
        return Optional.ofNullable(variables.apply(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> new Variable(name, value));
    }

    private static Proxy proxy(Variable variable) {
        Matcher parts = ADDRESS.matcher(variable.value());
        if (!parts.matches()) {
            throw wrong(variable, "is not the address of a proxy");
        }
        String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw wrong(variable, "names a proxy of the kind " + Printable.of(scheme) + ", which is not supported");
        }
        int port = parts.group(4) == null ? Authority.defaultPort(scheme) : Integer.parseInt(parts.group(4));
        if (port == 0 || port > MAX_PORT) {
            throw wrong(variable, "is not the address of a proxy");
        }
        return new Proxy(scheme, parts.group(3), port, login(parts.group(2), variable), variable.foundIn());
    }

    private static Proxy.@Nullable Login login(@Nullable String userAndPassword, Variable variable) {
        if (userAndPassword == null || userAndPassword.isEmpty()) {
            return null;
        }
        int colon = userAndPassword.indexOf(':');
        String user = colon < 0 ? userAndPassword : userAndPassword.substring(0, colon);
        String password = colon < 0 ? "" : userAndPassword.substring(colon + 1);
        try {
            return new Proxy.Login(decoded(user), decoded(password));
        } catch (IllegalArgumentException e) {
            throw wrong(variable, "has a user name or password with a % that does not begin an escape");
        }
    }

    private static String decoded(String text) {
        // In addresses a plus is not a space, as it is in forms.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Never shows the value, which may have a password in it. */
    private static UserException wrong(Variable variable, String what) {
        return new UserException(
                variable.foundIn() + " " + what
                        + "; expected something like http://proxy.example.org:8080 or http://user:password@proxy.example.org:8080");
    }
}
