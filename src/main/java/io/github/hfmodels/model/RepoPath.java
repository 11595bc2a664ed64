package io.github.hfmodels.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A path within a repository that is safe below a folder on any operating system: relative, without {@code ..}, drive letters or
 * UNC prefixes. The rules are huggingface_hub's, which applies those of Windows everywhere because a cache may be read there
 * later, and the limits of file systems.
 *
 * @param value the path, separated by {@code /}
 */
public record RepoPath(String value) {

    private static final int MAX_NAME = 255;
    private static final int MAX_PATH = 3_072;
    private static final Pattern DRIVE = Pattern.compile("[^/\\\\]:.*", Pattern.DOTALL);

    /** @throws InvalidValueException when the path is not safe; the message says why */
    public RepoPath {
        if (value.indexOf('\0') >= 0) {
            throw unsafe(value, "it contains a NUL character");
        }
        if (isLonger(value, MAX_PATH)) {
            throw unsafe(value, "it is longer than " + MAX_PATH + " bytes");
        }
        // The slow check only where it is needed: builds check thousands of paths.
        if (value.contains("..")) {
            for (String part : value.replace('\\', '/').split("/", -1)) {
                if (part.equals("..")) {
                    throw unsafe(value, "it contains '..'");
                }
            }
        }
        for (String segment : value.split("/", -1)) {
            checkSegment(value, segment);
        }
    }

    private static void checkSegment(String path, String segment) {
        if (segment.isEmpty() || segment.equals(".")) {
            throw unsafe(path, path.startsWith("/") ? "it is absolute" : "a part of it is empty");
        }
        if (segment.startsWith("\\")
                || (segment.indexOf(':') >= 0 && DRIVE.matcher(segment).matches())) {
            throw unsafe(path, "it is absolute on Windows");
        }
        if (isLonger(segment, MAX_NAME)) {
            throw unsafe(path, "a part of it is longer than " + MAX_NAME + " bytes");
        }
    }

    /**
     * The file of that path below {@code folder}.
     *
     * @throws InvalidValueException when the platform cannot express the path
     */
    public Path below(Path folder) {
        return resolve(folder, value);
    }

    /**
     * The file of that name below {@code folder}. The caller has checked that the name does not lead out of it.
     *
     * @throws InvalidValueException when the platform cannot express the name
     */
    public static Path resolve(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new InvalidValueException(
                    "this machine cannot name a file '" + Printable.of(name) + "' (" + e.getReason()
                            + "); with a POSIX locale, set LC_ALL=C.UTF-8",
                    e);
        }
    }

    @Override
    public String toString() {
        return value;
    }

    /** Whether the text has more bytes in UTF-8; a character has three at most. */
    private static boolean isLonger(String text, int bytes) {
        return text.length() * 3L > bytes && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    private static InvalidValueException unsafe(String path, String why) {
        return new InvalidValueException("the listing names a file '" + Printable.of(path) + "' that is refused: " + why
                + "; ask the repository's owner to rename it");
    }
}
