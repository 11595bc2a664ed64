package io.github.hfmodels.cache;

import java.nio.file.Path;

/** A cache that takes its file system for one which ignores case, for tests of other packages. */
public final class CaseIgnoringCache {

    private CaseIgnoringCache() {}

    public static SnapshotCache at(Path root) {
        return new SnapshotCache(root, true, folder -> true);
    }
}
