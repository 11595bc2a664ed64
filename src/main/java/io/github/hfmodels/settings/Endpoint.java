package io.github.hfmodels.settings;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where models come from: a server, or a folder.
 *
 * @param address the base address, http, https or file, without a slash at the end
 * @param mirrorId the id of the mirror in settings.xml that stands in for the configured endpoint; null when none does
 */
public record Endpoint(URI address, @Nullable String mirrorId) {

    private static final String FILE = "file:";

    /** What paths of the JDK do not take in an address as it is. */
    private static final Pattern NON_ASCII = Pattern.compile("[^\\x00-\\x7f]+");

    /** A disk where a host should be. */
    private static final Pattern WINDOWS_DISK = Pattern.compile("//[A-Za-z]:(?:/.*)?");

    /**
     * An endpoint as it is configured.
     *
     * @param what what it is, in words for a message
     * @param where where it may be corrected, in words for a message; may be empty
     * @param environment that of the source
     * @throws UserException when it is not the address of a server or a folder
     */
    static Endpoint of(String text, String what, String where, SourceEnvironment environment) {
        boolean isFolder = text.regionMatches(true, 0, FILE, 0, FILE.length());
        // Before anything else looks at it, since a password may well make the address malformed.
        if (!isFolder && text.contains("@")) {
            throw new UserException(what + " holds a user name or password, which would be shown in logs;"
                    + " put them into a <server> of settings.xml, or a token into "
                    + environment.tokenVariable());
        }
        String otherwise = what + " is '" + Printable.of(text) + "'; expected an address such as "
                + environment.publicEndpoints().get(0) + " or file:///folder" + where;
        URI address;
        boolean isRight;
        try {
            address = URI.create(isFolder ? folderAddress(text) : text.replaceAll("/+$", ""));
            isRight = isFolder ? isFolder(address) : isServer(address);
        } catch (IllegalArgumentException e) {
            throw new UserException(otherwise, e);
        }
        if (!isRight) {
            throw new UserException(otherwise);
        }
        return new Endpoint(address, null);
    }

    /** Also takes what becomes of {@code file://${basedir}/mirror} where the folder has blanks or letters of any language in its name, or is on a disk of Windows. */
    private static String folderAddress(String text) {
        String path = text.substring(FILE.length())
                .replace('\\', '/')
                .replace(" ", "%20")
                .replaceAll("/+$", "");
        // Not by URI, which would also compose characters: the name of another folder.
        path = NON_ASCII.matcher(path).replaceAll(match -> URLEncoder.encode(match.group(), StandardCharsets.UTF_8));
        return FILE + (WINDOWS_DISK.matcher(path).matches() ? "/" : "") + path;
    }

    private static boolean isServer(URI address) {
        boolean isWeb = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        return isWeb
                && Authority.of(address).isPresent()
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    private static boolean isFolder(URI address) {
        // Throws an IllegalArgumentException when it cannot be a path.
        return Path.of(address).isAbsolute();
    }

    /** Whether it is a folder, which has no credentials and needs no proxy. */
    public boolean isFolder() {
        return "file".equalsIgnoreCase(address.getScheme());
    }

    /** Whether both are the same place, however their addresses are written. */
    boolean isSamePlaceAs(Endpoint other) {
        return place().equals(other.place());
    }

    /** Whether it is a source's public server. */
    boolean isPublic(SourceEnvironment environment) {
        return environment.publicEndpoints().stream()
                .anyMatch(address -> isSamePlaceAs(new Endpoint(URI.create(address), null)));
    }

    private String place() {
        if (isFolder()) {
            return Path.of(address).normalize().toString();
        }
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        Authority server = Authority.of(address).orElseThrow();
        return scheme + "://" + server.host() + ":"
                + (server.port() < 0 ? Authority.defaultPort(scheme) : server.port()) + address.getRawPath();
    }

    /** The host, by which a server of settings.xml may be named. */
    String host() {
        return Authority.of(address).map(Authority::bareHost).orElse("");
    }
}
