package io.github.hfmodels.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text that names a model, with what its forms for all sources have in common.
 *
 * @param text what the user wrote, for messages
 */
record CoordinateText(String text) {

    /** Revisions with a slash that need no encoding before a path. */
    private static final Pattern SPECIAL_REF = Pattern.compile("refs/(?:convert/[\\w.-]+|pr/\\d+)(?=/|$)");

    private static final int SPECIAL_REF_SEGMENTS = 3;

    /** {@code URLDecoder} also accepts signs, and digits of other scripts. */
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What a decoder makes of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Reads what follows the scheme of a URI.
     *
     * @param location <code>[type/]owner/name[@revision][/path]</code>
     * @param otherTypes types of repositories that the source has and that are not fetched
     * @throws InvalidValueException when it is malformed
     */
    ModelCoordinates uri(SourceId source, String location, Set<String> otherTypes) {
        String rest = strip(location);
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        if (slash < 0 && RepoType.ofPlural(first).isPresent()) {
            throw malformed("it names no repository");
        }
        if (slash >= 0 && RepoType.ofWord(first).isPresent()) {
            throw malformed("the type must be plural: " + first + "s");
        }
        rejectOtherType(first, otherTypes);
        Optional<RepoType> type = slash < 0 ? Optional.empty() : RepoType.ofPlural(first);
        return location(source, type.orElse(RepoType.MODEL), type.isPresent() ? rest.substring(slash + 1) : rest);
    }

    /** A repository of another type would otherwise be read as a model of an owner with that name. */
    void rejectOtherType(String first, Set<String> otherTypes) {
        if (otherTypes.contains(first)) {
            throw malformed(first + " are neither models, datasets nor spaces");
        }
    }

    /**
     * Reads a repository with what may follow it.
     *
     * @param location <code>owner/name[@revision][/path]</code>
     * @throws InvalidValueException when it is malformed
     */
    ModelCoordinates location(SourceId source, RepoType type, String location) {
        int at = location.indexOf('@');
        boolean hasRevision = at >= 0
                && location.substring(0, at).chars().filter(c -> c == '/').count() <= 1;
        if (!hasRevision) {
            String[] parts = location.split("/", 3);
            String id = parts.length == 1 ? parts[0] : parts[0] + "/" + parts[1];
            return new ModelCoordinates(
                    new RepoId(source, type, id), null, parts.length == 3 ? path(parts[2]) : null, false);
        }
        RepoId repo = new RepoId(source, type, location.substring(0, at));
        String tail = location.substring(at + 1);
        Matcher special = SPECIAL_REF.matcher(tail);
        int slash = tail.indexOf('/');
        int end = special.lookingAt() ? special.end() : slash < 0 ? tail.length() : slash;
        String path = end < tail.length() ? path(tail.substring(end + 1)) : null;
        return new ModelCoordinates(repo, new Revision(decoded(tail.substring(0, end))), path, false);
    }

    /**
     * Reads the end of a page's address.
     *
     * @param encoded segments of the address: those of the revision, then those of the path; at least one
     * @throws InvalidValueException when they are malformed
     */
    ModelCoordinates page(RepoId repo, List<String> encoded) {
        List<String> decoded = encoded.stream().map(this::decoded).toList();
        // An encoded slash does not end the revision.
        String tail =
                decoded.stream().map(segment -> segment.replace("/", "%2F")).collect(Collectors.joining("/"));
        int length = SPECIAL_REF.matcher(tail).lookingAt() ? SPECIAL_REF_SEGMENTS : 1;
        // Not decoded again: the name of a revision or a file may have percent signs.
        return new ModelCoordinates(
                repo,
                new Revision(String.join("/", decoded.subList(0, length))),
                path(String.join("/", decoded.subList(length, decoded.size()))),
                false);
    }

    private @Nullable String path(String path) {
        if (path.isEmpty()) {
            return null;
        }
        if (path.startsWith("/") || path.contains("//")) {
            throw malformed("a part of the path is empty");
        }
        return path;
    }

    /** Percent-decodes, once; a plus sign stays, unlike in forms. */
    private String decoded(String part) {
        if (LONE_PERCENT.matcher(part).find()) {
            throw malformed("a percent sign in it is not followed by two hexadecimal digits");
        }
        String decoded = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) >= 0) {
            throw malformed("what its percent signs encode is not UTF-8");
        }
        return decoded;
    }

    /** The path without slashes at its ends; empty for null. */
    static String strip(@Nullable String path) {
        return path == null ? "" : path.replaceAll("^/+|/+$", "");
    }

    InvalidValueException malformed(String why) {
        return new InvalidValueException("'" + Printable.of(text) + "' is not a model: " + why
                + "; expected owner/name, owner/name@revision, hf://…, modelscope://… or the address of a page of the Hub"
                + " or of ModelScope");
    }
}
