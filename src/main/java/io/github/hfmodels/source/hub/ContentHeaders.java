package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Digest.Algorithm;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads size and hash of a content from the headers of its address. */
final class ContentHeaders {

    private static final String COMMIT = "X-Repo-Commit";

    /** 15 digits have no file. */
    private static final Pattern LENGTH = Pattern.compile("\\d{1,15}");

    private static final Pattern RANGE = Pattern.compile("bytes\\s+(?:\\d+-\\d+|\\*)/(\\d{1,15})");

    private ContentHeaders() {}

    /**
     * Does nothing if the headers are of that commit, or of a server that does not name it.
     *
     * @param path the file that was asked for
     * @param commit the commit that was asked for
     * @throws SourceException when they are of another commit
     */
    static void checkCommit(ResponseHead head, String path, CommitHash commit) throws SourceException {
        Optional<String> other = otherCommit(head, commit);
        if (other.isPresent()) {
            throw new SourceException(
                    Kind.CORRUPT,
                    Printable.of(path) + ": the server answered with commit " + other.get() + " when asked for "
                            + commit,
                    Advice.NONE,
                    null);
        }
    }

    /** The commit that the headers name, if it is another one. */
    static Optional<String> otherCommit(ResponseHead head, CommitHash commit) {
        return head.header(COMMIT)
                .map(String::strip)
                .filter(named -> !named.isEmpty())
                .filter(named -> !named.equalsIgnoreCase(commit.hex()))
                .map(Printable::of);
    }

    /**
     * The hash of the content that is described.
     *
     * @param path the file that was asked for
     * @param commit the commit that was asked for
     * @return empty when there is none, or another server's {@code ETag}, which may be anything
     * @throws SourceException when the headers are of another commit
     */
    static Optional<Digest> digest(ResponseHead head, String path, CommitHash commit) throws SourceException {
        checkCommit(head, path, commit);
        // Only a server that names the commit is a Hub, whose ETag is the hash: Artifactory's, for example, is the
        // plain SHA-1.
        Optional<String> tag = head.header("X-Linked-ETag")
                .or(() -> head.header(COMMIT).isPresent() ? head.header("ETag") : Optional.empty());
        return tag.map(ContentHeaders::normalized).flatMap(ContentHeaders::hash);
    }

    /** What names the content that is described: a hash, or an ETag that may be anything; empty when nothing can. */
    static Optional<Digest> tag(ResponseHead head) {
        return head.header("X-Linked-ETag").or(() -> head.header("ETag")).flatMap(header -> {
            String tag = normalized(header);
            String hex = tag.toLowerCase(Locale.ROOT);
            boolean isSha256 = hex.length() == Algorithm.SHA256.hexDigits();
            Optional<Digest> hash =
                    isSha256 || head.header(COMMIT).isPresent() ? hash(isSha256 ? hex : tag) : Optional.empty();
            return hash.or(() -> digest(Algorithm.ETAG, tag));
        });
    }

    static boolean hasTag(ResponseHead head) {
        return head.header("X-Linked-ETag").or(() -> head.header("ETag")).isPresent();
    }

    /** The tag of the content that an answer has or redirects to, as text; empty when it has none. A redirect's own is another. */
    static Optional<String> contentTag(ResponseHead head) {
        return head.header("X-Linked-ETag")
                .or(() -> head.status() < 300 ? head.header("ETag") : Optional.empty())
                .map(ContentHeaders::normalized);
    }

    /** The content's length in bytes; negative when it is not said. That of a redirect is its own. */
    static long size(ResponseHead head) {
        long linked = number(LENGTH, head.header("X-Linked-Size"));
        long own = switch (head.status()) {
            case 200 -> isEncoded(head) ? -1 : number(LENGTH, head.header("Content-Length"));
            case 206, 416 -> number(RANGE, head.header("Content-Range"));
            default -> -1;
        };
        // Some servers do not know the size of what they link to.
        return linked > 0 ? linked : own;
    }

    private static boolean isEncoded(ResponseHead head) {
        return head.header("Content-Encoding")
                .filter(encoding -> !encoding.strip().equalsIgnoreCase("identity"))
                .isPresent();
    }

    private static long number(Pattern pattern, Optional<String> header) {
        Matcher matcher = pattern.matcher(header.orElse("").strip());
        return matcher.matches() ? Long.parseLong(matcher.group(matcher.groupCount())) : -1;
    }

    /** The tag may be weak, as in huggingface_hub. */
    private static String normalized(String tag) {
        return tag.strip().replaceFirst("^[W/]+", "").replaceAll("^\"+|\"+$", "");
    }

    private static Optional<Digest> hash(String hex) {
        return digest(hex.length() == Algorithm.SHA256.hexDigits() ? Algorithm.SHA256 : Algorithm.GIT_SHA1, hex);
    }

    private static Optional<Digest> digest(Algorithm algorithm, String text) {
        try {
            return Optional.of(new Digest(algorithm, text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
