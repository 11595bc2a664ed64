package io.github.hfmodels.model;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Paths as users write them in parameters and environment variables, where no shell has replaced {@code ~}.
 *
 * @param home gives the user's home folder, or says why there is none; asked only for a path that begins there
 */
public record UserPaths(Supplier<Path> home) {

    /**
     * The path that a text means, relative or absolute: {@code ~}, alone or before a separator, is the home folder.
     *
     * @param name what has the text, for messages: {@code <directory>}
     * @throws UserException when it is not a path on this machine, or begins in the home folder of another user
     */
    public Path of(String name, String text) {
        boolean isInHome = text.equals("~") || text.startsWith("~/") || text.startsWith("~" + File.separator);
        if (text.startsWith("~") && !isInHome) {
            throw new UserException(name + " is '" + Printable.of(text)
                    + "'; only ~ alone or before a / means a home folder, your own: write the whole path, or ./ before a"
                    + " name that begins with ~");
        }
        try {
            return isInHome ? Path.of(home.get() + text.substring(1)) : Path.of(text);
        } catch (InvalidPathException e) {
            throw malformed(name, e);
        }
    }

    /** The mistake that a text is not a path on this machine. */
    public static UserException malformed(String name, InvalidPathException failure) {
        String text = failure.getInput();
        // With the locale C, Java can name files in ASCII alone.
        String expected = text.chars().allMatch(c -> c < 0x80)
                ? "; expected a path"
                : "; expected a path that Java can express in this locale: use ASCII, or set LC_ALL=C.UTF-8";
        return new UserException(name + " is '" + Printable.of(text) + "'" + expected, failure);
    }
}
