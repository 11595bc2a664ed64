package io.github.hfmodels.model;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model written as text: {@code owner/name[@revision]}, a Hub URI {@code hf://[type/]owner/name[@revision][/path]}, or the
 * address of a page of the Hub. The grammar of the latter two is huggingface_hub's {@code parse_hf_uri}, and legacy
 * one-word ids in addition.
 *
 * @param repo the repository
 * @param revision the revision; null where none is named
 * @param path a file or folder within the repository; null where none is named
 */
public record ModelCoordinates(
        RepoId repo, @Nullable Revision revision, @Nullable String path) {

    private static final String SCHEME = "hf://";
    private static final Set<String> HUB_HOSTS = Set.of("huggingface.co", "hf.co");
    private static final Set<String> OTHER_TYPES = Set.of("buckets", "kernels");
    private static final Set<String> FILE_ROUTES = Set.of("blame", "blob", "raw", "resolve", "tree");

    /** Revisions with a slash that need no encoding before a path. */
    private static final Pattern SPECIAL_REF = Pattern.compile("refs/(?:convert/[\\w.-]+|pr/\\d+)(?=/|$)");

    private static final int SPECIAL_REF_SEGMENTS = 3;

    /** {@code URLDecoder} also accepts signs, and digits of other scripts. */
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What a decoder makes of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * @param text what the user wrote
     * @param endpoints the base addresses of the Hub in use, whose pages are accepted like the public Hub's
     * @throws InvalidValueException when the text has none of these forms; the message says what was expected
     */
    public static ModelCoordinates parse(String text, List<URI> endpoints) {
        if (text.isEmpty()) {
            throw new InvalidValueException("it is empty; expected owner/name, owner/name@revision or hf://…");
        }
        if (text.startsWith(SCHEME)) {
            return parseUri(text, text.substring(SCHEME.length()));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") || lower.startsWith("http://")) {
            return parsePage(text, endpoints);
        }
        Optional<String> host = HUB_HOSTS.stream()
                .filter(known -> lower.startsWith(known + "/"))
                .findFirst();
        return host.isPresent() ? parsePage("https://" + text, endpoints) : parsePlain(text);
    }

    private static ModelCoordinates parsePlain(String text) {
        int at = text.indexOf('@');
        String id = at < 0 ? text : text.substring(0, at);
        int slash = id.indexOf('/');
        if (slash >= 0 && RepoType.ofPlural(id.substring(0, slash)).isPresent()) {
            throw new InvalidValueException(
                    "'" + Printable.of(text) + "' begins with a repository type; write hf://" + Printable.of(text));
        }
        RepoId repo = new RepoId(RepoType.MODEL, id);
        return new ModelCoordinates(repo, at < 0 ? null : new Revision(text.substring(at + 1)), null);
    }

    private static ModelCoordinates parseUri(String text, String location) {
        String rest = strip(location);
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        if (slash < 0 && RepoType.ofPlural(first).isPresent()) {
            throw malformed(text, "it names no repository");
        }
        if (slash >= 0 && RepoType.ofWord(first).isPresent()) {
            throw malformed(text, "the type must be plural: " + first + "s");
        }
        rejectOtherType(text, first);
        Optional<RepoType> type = slash < 0 ? Optional.empty() : RepoType.ofPlural(first);
        return parseLocation(text, type.orElse(RepoType.MODEL), type.isPresent() ? rest.substring(slash + 1) : rest);
    }

    /** @param location {@code owner/name[@revision][/path]} */
    private static ModelCoordinates parseLocation(String text, RepoType type, String location) {
        int at = location.indexOf('@');
        boolean hasRevision = at >= 0
                && location.substring(0, at).chars().filter(c -> c == '/').count() <= 1;
        if (!hasRevision) {
            String[] parts = location.split("/", 3);
            String id = parts.length == 1 ? parts[0] : parts[0] + "/" + parts[1];
            return new ModelCoordinates(new RepoId(type, id), null, parts.length == 3 ? path(text, parts[2]) : null);
        }
        RepoId repo = new RepoId(type, location.substring(0, at));
        String tail = location.substring(at + 1);
        Matcher special = SPECIAL_REF.matcher(tail);
        int slash = tail.indexOf('/');
        int end = special.lookingAt() ? special.end() : slash < 0 ? tail.length() : slash;
        String path = end < tail.length() ? path(text, tail.substring(end + 1)) : null;
        return new ModelCoordinates(repo, new Revision(decoded(text, tail.substring(0, end))), path);
    }

    private static @Nullable String path(String text, String path) {
        if (path.isEmpty()) {
            return null;
        }
        if (path.startsWith("/") || path.contains("//")) {
            throw malformed(text, "a part of the path is empty");
        }
        return path;
    }

    private static ModelCoordinates parsePage(String text, List<URI> endpoints) {
        URI page;
        try {
            page = URI.create(text.replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            throw malformed(text, "it is not a web address");
        }
        String host = Authority.of(page).map(Authority::host).orElse("");
        List<URI> there = endpoints.stream()
                .filter(endpoint -> Authority.of(endpoint)
                        .map(Authority::host)
                        .filter(host::equals)
                        .isPresent())
                .toList();
        if (there.isEmpty() && !HUB_HOSTS.contains(host)) {
            throw malformed(text, "its host is neither huggingface.co nor that of the endpoint");
        }
        String path = strip(page.getRawPath());
        // The longest, since one endpoint may be below another.
        int prefix = there.stream()
                .map(endpoint -> strip(endpoint.getRawPath()))
                .filter(base -> path.startsWith(base + "/"))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        List<String> segments = Arrays.stream(path.substring(prefix).split("/"))
                .filter(s -> !s.isEmpty())
                .toList();
        if (!segments.isEmpty()) {
            rejectOtherType(text, segments.get(0));
        }
        Optional<RepoType> type = segments.isEmpty() ? Optional.empty() : RepoType.ofPlural(segments.get(0));
        return parsePage(
                text, type.orElse(RepoType.MODEL), type.isPresent() ? segments.subList(1, segments.size()) : segments);
    }

    private static ModelCoordinates parsePage(String text, RepoType type, List<String> segments) {
        if (segments.isEmpty()) {
            throw malformed(text, "it names no repository");
        }
        int idLength = segments.size() == 1 || FILE_ROUTES.contains(segments.get(1)) ? 1 : 2;
        String id = String.join("/", segments.subList(0, idLength));
        List<String> rest = segments.subList(idLength, segments.size());
        if (!rest.isEmpty() && !FILE_ROUTES.contains(rest.get(0))) {
            throw malformed(text, "it is not the page of a repository, a folder or a file");
        }
        if (rest.size() < 2) {
            return parseLocation(text, type, id);
        }
        List<String> decoded =
                rest.stream().skip(1).map(segment -> decoded(text, segment)).toList();
        // An encoded slash does not end the revision.
        String tail =
                decoded.stream().map(segment -> segment.replace("/", "%2F")).collect(Collectors.joining("/"));
        int length = SPECIAL_REF.matcher(tail).lookingAt() ? SPECIAL_REF_SEGMENTS : 1;
        // Not decoded again: the name of a revision or a file may have percent signs.
        return new ModelCoordinates(
                new RepoId(type, id),
                new Revision(String.join("/", decoded.subList(0, length))),
                path(text, String.join("/", decoded.subList(length, decoded.size()))));
    }

    private static String strip(@Nullable String path) {
        return path == null ? "" : path.replaceAll("^/+|/+$", "");
    }

    /** Percent-decodes, once; a plus sign stays, unlike in forms. */
    private static String decoded(String text, String part) {
        if (LONE_PERCENT.matcher(part).find()) {
            throw malformed(text, "a percent sign in it is not followed by two hexadecimal digits");
        }
        String decoded = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) >= 0) {
            throw malformed(text, "what its percent signs encode is not UTF-8");
        }
        return decoded;
    }

    /** A repository of another type would otherwise be read as a model of an owner with that name. */
    private static void rejectOtherType(String text, String first) {
        if (OTHER_TYPES.contains(first)) {
            throw malformed(text, first + " are neither models, datasets nor spaces");
        }
    }

    private static InvalidValueException malformed(String text, String why) {
        return new InvalidValueException("'" + Printable.of(text) + "' is not a model: " + why
                + "; expected owner/name, owner/name@revision, hf://… or the address of a page of the Hub");
    }
}
