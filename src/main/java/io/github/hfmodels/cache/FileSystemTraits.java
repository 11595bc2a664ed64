package io.github.hfmodels.cache;

/** What a file system does with names. */
interface FileSystemTraits {

    /** Whether it takes two names that differ only in case for one file. */
    boolean ignoresCase();

    /** Whether it takes two names for one file, tried with files that are deleted again. */
    boolean areOne(String one, String other);

    /** Whether the rules of Windows hold for names. */
    boolean isOfWindows();
}
