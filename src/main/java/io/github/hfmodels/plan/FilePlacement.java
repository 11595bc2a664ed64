package io.github.hfmodels.plan;

import io.github.hfmodels.cache.FileNames;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a model's files can be where they are wanted. */
final class FilePlacement {

    /**
     * What plugins replace by the value of a property, not only in the POM but in values of properties, too: Maven in any parameter,
     * Surefire in {@code argLine}, the Resources plugin in what it filters: that one knows {@code @settings.servers[0].password@}, too.
     */
    private static final Pattern REFERENCE = Pattern.compile("[$@]\\{|@[^@/]++@");

    /** What begins a program's argument, where a command is split at blanks: an option, or a file with options. */
    private static final Pattern ARGUMENT = Pattern.compile("\\s[\"']*+(?:--?[^\\s-]|@\\S)");

    private FilePlacement() {}

    /**
     * Also refuses names that Maven would replace by values, such as a token of the environment, when a plugin uses a path of the model,
     * and one that would give options to a program, such as Java's to run a command, when a plugin starts it with the path.
     *
     * @throws UserException when a name is refused, files cannot be there, or not together, in the cache or in the output directory, or
     *     these overlap
     */
    static void check(SnapshotCache cache, ModelRequest model, List<RepoFile> files) {
        List<String> paths = files.stream().map(RepoFile::path).toList();
        paths.forEach(FilePlacement::refuseReference);
        if (paths.size() == 1) {
            // Its path is a property's value.
            refuseArgument(paths.get(0));
        }
        check(cache.names(model.repo()), "the cache's file system", paths);
        Path directory = model.directory();
        if (directory == null) {
            return;
        }
        if (cache.overlaps(model.repo().source(), directory)) {
            throw new UserException(
                    "the directory " + directory + " is within the cache, or the cache within it",
                    Advice.of("choose one outside"));
        }
        if (model.layout() == Layout.FLAT) {
            refuseOneName(paths);
        }
        String marker = model.layout().marker();
        if (marker != null) {
            refuseMarker(paths, marker, model.layout());
        }
        check(
                cache.namesIn(directory),
                "the file system of " + directory,
                paths.stream().map(model.layout()::place).toList());
    }

    private static void check(FileNames names, String fileSystem, List<String> paths) {
        names.refusal(paths).ifPresent(refusal -> {
            throw new UserException(
                    "'" + Printable.of(refusal.path()) + "' cannot be a file on " + fileSystem + ": "
                            + refusal.reason(),
                    Advice.to(Advice.Action.EXCLUDE_FILE));
        });
        names.clash(paths).ifPresent(clash -> {
            throw new UserException(
                    "'" + Printable.of(clash.one()) + "' and '" + Printable.of(clash.other()) + "' are one file on "
                            + fileSystem + ", which " + clash.reason(),
                    new Advice(Advice.Action.EXCLUDE_FILE, "one"));
        });
    }

    /** Also refuses names that differ only in case, which another machine may take for one. */
    private static void refuseOneName(List<String> paths) {
        var names = new HashMap<String, String>();
        for (String path : paths) {
            String other = names.put(Layout.FLAT.place(path).toLowerCase(Locale.ROOT), path);
            if (other != null) {
                throw new UserException(
                        "'" + Printable.of(other) + "' and '" + Printable.of(path)
                                + "' would be one file in the layout flat",
                        Advice.of("leave one out with <excludes>, or keep the folders with <layout>tree</layout>"));
            }
        }
    }

    /** Also in another case, which another machine may take for the same. */
    private static void refuseMarker(List<String> paths, String marker, Layout layout) {
        for (String path : paths) {
            if ((path + "/").regionMatches(true, 0, marker + "/", 0, marker.length() + 1)) {
                throw new UserException(
                        "'" + Printable.of(path) + "' cannot be in the layout " + layout.word() + ", which has a file '"
                                + marker + "' of its own",
                        Advice.of("leave it out with <excludes>, or choose another <layout>"));
            }
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

    /** Whether a program that is given the path may take a part of it for an option. */
    static boolean hasArgument(String path) {
        return ARGUMENT.matcher(path).find();
    }

    private static void refuseArgument(String path) {
        if (hasArgument(path)) {
            throw new UserException(
                    "the file '" + Printable.of(path)
                            + "' is refused, since a program that is given its path would take a part of it for an option",
                    Advice.of("ask the repository's owner to rename it, or select another file, too, so that"
                            + " hf.ALIAS.file is not set"));
        }
    }
}
