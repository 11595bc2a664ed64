package io.github.hfmodels.model;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files that others may have put there. Only regular ones are opened: a build that opens a pipe waits until somebody writes to it,
 * which may be never.
 */
public final class RegularFile {

    /** More than the listing of any repository, and what fits into an array. */
    public static final long MAX_JSON_BYTES = 1L << 28;

    private RegularFile() {}

    /**
     * Refuses a file that is to be read at once, unless it is a regular one. Links are followed.
     *
     * @param maxBytes it may not be larger than that
     * @throws NoSuchFileException when it is not there
     * @throws FileSystemException when it is larger, or not a regular file
     */
    public static void requireSmall(Path file, long maxBytes) throws IOException {
        if (require(file).size() > maxBytes) {
            throw new FileSystemException(file.toString(), null, "it is larger than " + maxBytes + " bytes");
        }
    }

    /**
     * The attributes of a regular file.
     *
     * @throws NoSuchFileException when it is not there
     * @throws FileSystemException when it is not a regular file
     */
    public static BasicFileAttributes require(Path file, LinkOption... options) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, options);
        if (!attributes.isRegularFile()) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "expected a regular file, it is " + kind(attributes));
        }
        return attributes;
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        return attributes.isDirectory() ? "a folder" : "something else";
    }
}
