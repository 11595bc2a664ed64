package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Whether a model's files can be where they are wanted. */
final class FilePlacement {

    private FilePlacement() {}

    /** @throws UserException when two files cannot be together in the cache, or the output directory is within the cache */
    static void check(SnapshotCache cache, ModelRequest model, List<RepoFile> files) {
        var seen = new HashMap<String, String>();
        for (RepoFile file : files) {
            String other = seen.put(file.path().toLowerCase(Locale.ROOT), file.path());
            if (other != null && cache.ignoresCase()) {
                throw new UserException(
                        "'" + Printable.of(other) + "' and '" + Printable.of(file.path())
                                + "' are one file on the cache's file system, which ignores case",
                        new Advice(Advice.Action.EXCLUDE_FILE, "one"));
            }
        }
        if (model.directory() != null && cache.contains(model.directory())) {
            throw new UserException(
                    "the directory " + model.directory() + " is within the cache", Advice.of("choose one outside"));
        }
    }
}
