package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code <server>} of settings.xml says: the credential, and headers as Maven's own HTTP transport reads them.
 *
 * @param authorization the credential; null when there is none
 * @param headers the other headers
 */
public record ServerSettings(@Nullable Authorization authorization, Headers headers) {

    /** No server. */
    static final ServerSettings NONE = new ServerSettings(null, Headers.NONE);

    /** The server of the Hub that is looked for when no other is named. */
    public static final String DEFAULT_ID = "huggingface";

    private static final Log LOG = Log.of(ServerSettings.class);
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern UNRESOLVED = Pattern.compile("(?s).*\\$\\{[^}]*}.*");

    /** What HTTP or a download sets itself. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "cache-control",
            "connection",
            "content-length",
            "expect",
            "host",
            "if-range",
            "proxy-authorization",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * Reads the configured server.
     *
     * @param serverId the server's id; blank for the default one
     * @param defaultId the default one's id
     * @return empty when there is none
     * @throws UserException when there is no such server, unless it is the default one, or it cannot be used
     */
    static Optional<ServerSettings> configured(
            @Nullable String serverId, String defaultId, Settings settings, SettingsDecryption decryption) {
        String id = idOf(serverId, defaultId);
        Optional<ServerSettings> server = named(id, settings, decryption);
        if (server.isEmpty() && !id.equals(defaultId)) {
            throw new UserException("settings.xml has no server '" + Printable.of(id)
                    + "', which hf.serverId asks for; add a <server> with that <id>, or leave hf.serverId out");
        }
        return server;
    }

    /** The id that is meant where this is the one configured. */
    static String idOf(@Nullable String serverId, String defaultId) {
        return serverId == null || serverId.isBlank() ? defaultId : serverId.strip();
    }

    /** The server of that id; empty when there is none. */
    static Optional<ServerSettings> named(String id, Settings settings, SettingsDecryption decryption) {
        return Optional.ofNullable(settings.getServer(id)).map(server -> read(server, decryption));
    }

    private static ServerSettings read(Server server, SettingsDecryption decryption) {
        String foundIn = "server '" + Printable.of(server.getId()) + "' in settings.xml";
        Map<String, String> fields = headers(server, foundIn);
        String header = fields.remove("Authorization");
        Authorization login = login(server, foundIn, decryption);
        if (header != null && login != null) {
            throw new UserException(foundIn + " has a password and a header Authorization; leave one of them out");
        }
        return new ServerSettings(
                header == null ? login : new Authorization(header, foundIn), new Headers(fields, foundIn));
    }

    private static @Nullable Authorization login(Server server, String foundIn, SettingsDecryption decryption) {
        String user = server.getUsername() == null ? "" : server.getUsername().strip();
        String password =
                server.getPassword() == null ? "" : server.getPassword().strip();
        if (password.isEmpty() || isUnresolved(password, "password", foundIn)) {
            if (!user.isEmpty()) {
                LOG.warn("Nothing of {} is sent: it has a user name but no password", foundIn);
            }
            return null;
        }
        String secret = decryption.decrypted(server).getPassword().strip();
        if (user.isEmpty()) {
            requireAll(
                    secret,
                    c -> c > ' ' && c < 0x7f,
                    "the password of " + foundIn + " has characters that a token cannot have");
            return Authorization.bearer(secret, foundIn);
        }
        if (user.indexOf(':') >= 0) {
            throw new UserException("the user name of " + foundIn + " has a colon, which basic"
                    + " authentication does not allow; leave <username> out to send the password as a token");
        }
        byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return new Authorization("Basic " + Base64.getEncoder().encodeToString(pair), foundIn);
    }

    /** In the form that Maven 3.9 documents, {@code <property><name/><value/></property>}, or as elements of that name. */
    private static Map<String, String> headers(Server server, String foundIn) {
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        Xpp3Dom headers = server.getConfiguration() instanceof Xpp3Dom configuration
                ? configuration.getChild("httpHeaders")
                : null;
        if (headers == null) {
            return fields;
        }
        for (Xpp3Dom each : headers.getChildren()) {
            boolean isProperty = each.getName().equals("property");
            String name = isProperty ? text(each.getChild("name")) : each.getName();
            String value = text(isProperty ? each.getChild("value") : each);
            checkName(name, foundIn);
            requireAll(
                    value,
                    c -> c >= ' ' && c < 0x7f,
                    "the header " + name + " of " + foundIn + " has characters that a header cannot have");
            if (!value.isEmpty() && !isUnresolved(value, "header " + name, foundIn)) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static void checkName(String name, String foundIn) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new UserException(
                    "'" + Printable.of(name) + "' in the <httpHeaders> of " + foundIn
                            + " is not the name of a header; expected <property><name>X-Name</name><value>…</value></property>");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new UserException("the header " + name + " in the <httpHeaders> of " + foundIn
                    + " cannot be set, since downloads depend on it; leave it out");
        }
    }

    /** Maven leaves the reference to a variable that is not set as it is. */
    private static boolean isUnresolved(String text, String what, String foundIn) {
        boolean unresolved = UNRESOLVED.matcher(text).matches();
        if (unresolved) {
            LOG.warn("The {} of {} refers to a variable that is not set; it is not sent", what, foundIn);
        }
        return unresolved;
    }

    private static void requireAll(String text, IntPredicate rule, String otherwise) {
        if (!text.chars().allMatch(rule)) {
            throw new UserException(otherwise);
        }
    }

    private static String text(@Nullable Xpp3Dom element) {
        return element == null || element.getValue() == null
                ? ""
                : element.getValue().strip();
    }
}
