package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.Presets;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.FileSelection;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Selects the files of a listing that a model wants, by rules and by patterns. */
public final class FileSelector {

    private static final int NAMES_IN_A_MESSAGE = 3;

    private static final Log LOG = Log.of(FileSelector.class);

    private final SnapshotCache cache;
    private final FileAccess access;
    private final FileMetadata metadata;
    /** Those that were told, since a model may be planned more than once. */
    private final Set<String> warnings = ConcurrentHashMap.newKeySet();

    /**
     * @param access where rules read files
     * @param metadata what listings of names alone do not say
     */
    public FileSelector(SnapshotCache cache, FileAccess access, FileMetadata metadata) {
        this.cache = cache;
        this.access = access;
        this.metadata = metadata;
    }

    /**
     * Selects what the model wants, with size and hash of each file.
     *
     * @param mayHaveMoved whether the listing is of a revision that may have moved since, so that another may have what this lacks
     * @throws UserException when nothing is selected, a pattern matches nothing, or files cannot be where they are wanted
     * @throws IOException when a file that a preset reads cannot be fetched, or the source does not describe a file
     */
    public SelectedFiles select(ModelRequest model, Listing listing, boolean mayHaveMoved) throws IOException {
        FileSelection patterns = model.selection().patterns();
        if (listing.partial()) {
            checkNamed(model, listing);
        }
        if (listing.doubtful() && !isByPaths(model) && warnings.add(model.key() + " list")) {
            LOG.warn(
                    "{}: {} lists {} files, which may not be all",
                    model,
                    metadata.source(model.repo()),
                    listing.files().size());
        }
        SelectedFiles selected = model.selection().isByPatterns()
                ? SelectedFiles.ofPatterns(patterns.of(listing.files(), RepoFile::path))
                : byRules(model, listing, patterns);
        boolean isEmptyRepository = listing.files().isEmpty() && !listing.partial();
        if (selected.files().isEmpty()
                && !(isEmptyRepository && model.selection().isEverything())) {
            throw noMatch(
                    "no file matches " + model.selection() + "; the repository holds ",
                    patterns.includes(),
                    listing,
                    mayHaveMoved);
        }
        // A pattern that matches nothing is misspelt, or meant for another repository. An exclude that matches nothing
        // does no harm.
        List<String> unmatched = patterns.unmatchedIncludes(
                listing.files().stream().map(RepoFile::path).toList());
        if (!unmatched.isEmpty()) {
            String names = unmatched.stream().map(Printable::of).collect(Collectors.joining(", nor "));
            throw noMatch(
                    "no file matches the include " + names + "; the closest that the repository holds are ",
                    unmatched,
                    listing,
                    mayHaveMoved);
        }
        FilePlacement.check(cache, model, selected.files());
        return complete(model, listing, selected);
    }

    private SelectedFiles complete(ModelRequest model, Listing listing, SelectedFiles selected) throws IOException {
        List<RepoFile> files = metadata.complete(model.repo(), listing.commit(), selected.files());
        List<RepoFile> unverifiable = files.stream()
                .filter(file -> file.etag() != null
                        && !file.digest().isVerifiable()
                        && !cache.repository(model.repo()).has(listing.commit(), file))
                .toList();
        if (!unverifiable.isEmpty() && warnings.add(model.key())) {
            LOG.warn(
                    "{}: {} cannot be verified, since {} names no hashes",
                    model,
                    namesOf(unverifiable),
                    metadata.source(model.repo()));
        }
        return new SelectedFiles(files, selected.rules(), selected.companions());
    }

    /** Whether a model names all its files, so that it does not matter which others there are. */
    public static boolean isByPaths(ModelRequest model) {
        return model.selection().isByPatterns() && model.selection().patterns().isByPaths();
    }

    /** A list of files that were named says nothing of others. */
    private void checkNamed(ModelRequest model, Listing listing) {
        Selection selection = model.selection();
        if (!isByPaths(model)) {
            throw new UserException(
                    metadata.source(model.repo()) + " does not list files, which " + selection + " needs",
                    Advice.of("name each file by its whole path in <includes>, or lock the model by another endpoint"));
        }
        List<String> absent = selection
                .patterns()
                .unmatchedIncludes(listing.files().stream().map(RepoFile::path).toList());
        if (!absent.isEmpty()) {
            throw new UserException("there is no file "
                    + absent.stream().map(Printable::of).collect(Collectors.joining(", nor "))
                    + " at commit " + listing.commit());
        }
    }

    private static UserException noMatch(String what, List<String> patterns, Listing listing, boolean mayHaveMoved) {
        List<String> paths = listing.files().stream().map(RepoFile::path).toList();
        String names = names(patterns.isEmpty() ? paths : ClosestNames.ranked(patterns.get(0), paths));
        return mayHaveMoved
                ? new UserException(
                        what + names + " at commit " + listing.commit(), Advice.to(Advice.Action.LOOK_UP_AGAIN))
                : new UserException(what + names);
    }

    private SelectedFiles byRules(ModelRequest model, Listing listing, FileSelection patterns) throws IOException {
        Choice choice = Presets.choose(model.selection().part(), new ListingView(model, listing, access, metadata));
        choice.warnings().stream()
                .filter(warning -> warnings.add(model + ": " + warning))
                .forEach(warning -> LOG.warn("{}: {}", model, warning));
        Map<String, String> rules = new LinkedHashMap<>();
        choice.files().forEach(chosen -> rules.put(chosen.file().path(), chosen.rule()));
        List<RepoFile> files = listing.files().stream()
                .filter(file -> !patterns.excludes(file.path())
                        && (rules.containsKey(file.path()) || patterns.includes(file.path())))
                .toList();
        return new SelectedFiles(files, rules, choice.companions());
    }

    /** The failure of an offline build that needs files which the cache lacks. */
    public static UserException notCached(List<RepoFile> files) {
        return new UserException(
                "the cache lacks " + namesOf(files) + ", and the build is offline", Advice.to(Advice.Action.GO_ONLINE));
    }

    /** The first of the files, for a message. */
    public static String namesOf(List<RepoFile> files) {
        return names(files.stream().map(RepoFile::path).toList());
    }

    private static String names(List<String> paths) {
        String names =
                paths.stream().limit(NAMES_IN_A_MESSAGE).map(Printable::of).collect(Collectors.joining(", "));
        int others = paths.size() - NAMES_IN_A_MESSAGE;
        return others > 0 ? names + " and " + others + " more" : names.isEmpty() ? "nothing" : names;
    }
}
