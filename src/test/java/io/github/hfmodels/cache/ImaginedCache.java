package io.github.hfmodels.cache;

import java.nio.file.Path;

/** A cache that takes every file system for an {@link ImaginedFileSystem}, for tests of other packages. */
public final class ImaginedCache {

    private ImaginedCache() {}

    /**
     * @param ignored what file systems ignore of names: {@code case}, {@code encoding}, {@code dots}; or {@code windows}
     * @param other a folder whose file system is another
     * @param ignoredThere what that one ignores
     */
    public static SnapshotCache at(Path root, String ignored, Path other, String ignoredThere) {
        return new SnapshotCache(
                root,
                true,
                folder -> new FileNames(
                        folder, new ImaginedFileSystem(folder.startsWith(other) ? ignoredThere : ignored)));
    }

    /** @param ignored what file systems ignore of names: {@code case}, {@code encoding}, {@code dots}; or {@code windows} */
    public static SnapshotCache at(Path root, String ignored) {
        return new SnapshotCache(root, true, folder -> new FileNames(folder, new ImaginedFileSystem(ignored)));
    }
}
