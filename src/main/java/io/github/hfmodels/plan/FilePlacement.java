package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a model's files can be where they are wanted. */
final class FilePlacement {

    /**
     * What plugins replace by the value of a property, not only in the POM but in values of properties, too: Maven in any parameter,
     * Surefire in {@code argLine}, the Resources plugin in what it filters.
     */
    private static final Pattern REFERENCE = Pattern.compile("[$@]\\{|@[\\w.-]+@");

    private FilePlacement() {}

    /**
     * Also refuses names that Maven would replace by values, such as a token of the environment, when a plugin uses a path of the model.
     *
     * @throws UserException when a name is refused, two files cannot be together in the cache, or the output directory is within the cache
     */
    static void check(SnapshotCache cache, ModelRequest model, List<RepoFile> files) {
        var seen = new HashMap<String, String>();
        for (RepoFile file : files) {
            refuseReference(file.path());
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

    private static void refuseReference(String path) {
        // Builds check thousands of paths.
        boolean mayHaveOne = path.indexOf('{') >= 0 || path.indexOf('@') >= 0;
        if (mayHaveOne && REFERENCE.matcher(path).find()) {
            throw new UserException(
                    "the file '" + Printable.of(path)
                            + "' is refused, since Maven would take a part of its name for a property",
                    Advice.to(Advice.Action.EXCLUDE_FILE));
        }
    }
}
