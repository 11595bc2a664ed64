package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The token that ModelScope's SDK has saved at a login: the cookie {@code m_session_id} in a pickled cookie jar.
 *
 * @param file the jar; need not be there
 * @param warnings told when there is one that cannot be used
 * @param clock tells what has expired
 */
record SavedLogin(Path file, Consumer<String> warnings, InstantSource clock) {

    private static final Log LOG = Log.of(SavedLogin.class);
    private static final int MAX_BYTES = 65_536;

    /** The year 9999 in seconds. What is later is no time. */
    private static final long MAX_TIME = 253_402_300_799L;

    /** What a token and a cookie may have. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^\",;\\\\]]{1,4096}");

    /** The attributes of a cookie in the order in which Python's class sets them, each followed by its value. */
    private static final List<String> ATTRIBUTES = List.of(
            "name",
            "value",
            "port",
            "port_specified",
            "domain",
            "domain_specified",
            "domain_initial_dot",
            "path",
            "path_specified",
            "secure",
            "expires");

    private static final int VALUE = 2 * ATTRIBUTES.indexOf("value") + 1;
    private static final int DOMAIN = 2 * ATTRIBUTES.indexOf("domain") + 1;
    private static final int EXPIRES = 2 * ATTRIBUTES.indexOf("expires") + 1;

    /**
     * The token that was given by one of these hosts; empty when there is none that is still valid.
     *
     * @param hosts the names of one server
     */
    Optional<Authorization> token(List<String> hosts) {
        try {
            RegularFile.requireSmall(file, MAX_BYTES);
            List<Object> scalars = PickledScalars.of(Files.readAllBytes(file));
            for (int i = 0; i + 2 * ATTRIBUTES.size() <= scalars.size(); i++) {
                List<Object> cookie = scalars.subList(i, i + 2 * ATTRIBUTES.size());
                if (isLogin(cookie)
                        && hosts.stream().anyMatch(host -> isOf(host, cookie.get(DOMAIN)))
                        && isValid(cookie.get(EXPIRES))) {
                    return Optional.of(Authorization.bearer(
                            String.valueOf(cookie.get(VALUE)), "the login that is saved in " + file));
                }
            }
            LOG.debug("{} has no valid login for {}", file, hosts);
        } catch (NoSuchFileException e) {
            LOG.debug("{} does not exist", file);
        } catch (IOException e) {
            warn("cannot be read: " + DiskFailure.of(e).reason());
        } catch (InvalidValueException e) {
            warn("is not understood");
        }
        return Optional.empty();
    }

    private void warn(String why) {
        warnings.accept("The login of ModelScope's SDK in " + file + " " + why
                + ", so it is not used; where a token is needed, set MODELSCOPE_API_TOKEN, or give it in settings.xml, as the <server>"
                + " with <id>modelscope</id>");
    }

    private static boolean isLogin(List<Object> cookie) {
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            if (!ATTRIBUTES.get(i).equals(cookie.get(2 * i))) {
                return false;
            }
        }
        return "m_session_id".equals(cookie.get(1))
                && cookie.get(VALUE) instanceof String token
                && TOKEN.matcher(token).matches();
    }

    private static boolean isOf(String host, Object domain) {
        String of = domain instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
        return of.equals(host) || (of.startsWith(".") && of.indexOf('.', 1) > 0 && ("." + host).endsWith(of));
    }

    /** A cookie whose end is None has none. */
    private boolean isValid(Object expires) {
        return expires == PickledScalars.NONE
                || (expires instanceof Long end && end > clock.instant().getEpochSecond() && end < MAX_TIME);
    }
}
