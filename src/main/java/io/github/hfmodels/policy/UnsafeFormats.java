package io.github.hfmodels.policy;

import java.util.Locale;
import java.util.Set;

/** The formats of files that can have code which runs when the files are loaded, by the names of files. */
final class UnsafeFormats {

    /**
     * What scanners of models take for pickled objects, and formats that have these within; of Keras those that can have the code of
     * layers. What is mostly something else, such as {@code .data} and {@code .model}, is left to its content.
     */
    private static final Set<String> EXTENSIONS = Set.of(
            "bin", "pt", "pt2", "pth", "ptl", "ckpt", "th", "t7", "ot", "distcp", "mar", "nemo", "pkl", "pickle",
            "joblib", "dill", "sav", "npy", "npz", "h5", "hdf5", "keras");

    /** Files by the names that libraries give them. */
    private static final Set<String> NAMES = Set.of("keras_metadata.pb");

    private static final Set<String> WRAPPERS =
            Set.of("gz", "bz2", "xz", "lzma", "zst", "lz4", "z", "zip", "7z", "tar", "tgz", "tbz2", "txz");

    /** What ends a name is enough, and no name is much work. */
    private static final int MAX_NAME = 1024;

    private UnsafeFormats() {}

    /** Whether a file is of such a format by its name, also where it is compressed. */
    static boolean has(String path) {
        String end = path.substring(Math.max(0, path.length() - MAX_NAME));
        String name = end.substring(end.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String extension = extension(name);
        while (WRAPPERS.contains(extension)) {
            name = name.substring(0, name.length() - extension.length() - 1);
            extension = extension(name);
        }
        return EXTENSIONS.contains(extension) || NAMES.contains(name);
    }

    /** Whether a file is compressed, or an archive, by its name. */
    static boolean isWrapper(String path) {
        return WRAPPERS.contains(extension(path.toLowerCase(Locale.ROOT)));
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
