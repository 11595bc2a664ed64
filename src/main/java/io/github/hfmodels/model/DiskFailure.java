package io.github.hfmodels.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a file or a folder, and what to do about it, in words: the messages of {@code java.nio} are often the path alone.
 *
 * @param reason a part of a sentence
 * @param advice another one
 */
public record DiskFailure(String reason, String advice) {

    /** The words for a failure to use a file or a folder. */
    public static DiskFailure of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return new DiskFailure("no permission", "check its owner and mode, and those of its folder");
        }
        if (failure instanceof NoSuchFileException) {
            return new DiskFailure("it no longer exists", "build again");
        }
        String reason = failure instanceof FileSystemException onDisk ? onDisk.getReason() : failure.getMessage();
        if (failure instanceof FileAlreadyExistsException || failure instanceof DirectoryNotEmptyException) {
            return new DiskFailure(reason == null ? "something else has that name" : reason, "move it away");
        }
        return new DiskFailure(
                reason == null ? failure.getClass().getSimpleName() : reason, "check the disk and the folder");
    }

    /** The file in question, what is wrong with it, and what to do, in one line. */
    public static String sentence(IOException failure) {
        @Nullable String file = failure instanceof FileSystemException onDisk ? onDisk.getFile() : null;
        return (file == null ? "" : "cannot use " + file + ": ") + of(failure);
    }

    /**
     * What is wrong, and what to do, for a message that has named a file already.
     *
     * @param named the file; another one that is in question is named, too
     */
    public static String sentence(IOException failure, Path named) {
        boolean isNamed = failure instanceof FileSystemException onDisk
                && named.toString().equals(onDisk.getFile());
        return isNamed ? of(failure).toString() : sentence(failure);
    }

    /** What is wrong, and what to do. */
    @Override
    public String toString() {
        return reason + "; " + advice;
    }
}
