package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ListingView.Unplanned;
import io.github.hfmodels.preset.Presets;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.FileSelection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which files of a listing a model wants: what rules and patterns choose. */
public final class FileSelector {

    private static final int NAMES_IN_A_MESSAGE = 3;

    private final FileAccess access;

    /** @param access where rules look into files */
    public FileSelector(FileAccess access) {
        this.access = access;
    }

    /**
     * What the model wants.
     *
     * @param hint what to add when a pattern matches nothing
     * @throws PlanException when there is none of it
     * @throws IOException when a file that decides cannot be had
     */
    public SelectedFiles of(ModelRequest model, Listing listing, String hint) throws PlanException, IOException {
        FileSelection patterns = model.selection().patterns();
        SelectedFiles selected = model.selection().isByPatterns()
                ? SelectedFiles.ofPatterns(patterns.of(listing.files(), RepoFile::path))
                : ofRules(model, listing, patterns);
        if (selected.files().isEmpty()) {
            throw new PlanException(
                    "no file matches " + model.selection() + "; the repository holds "
                            + names(closest(patterns.includes(), listing)) + hint,
                    null);
        }
        rejectIdlePatterns(patterns, listing, hint);
        return selected;
    }

    /** The files whose names come closest to a pattern first. */
    private static List<String> closest(List<String> patterns, Listing listing) {
        List<String> paths = listing.files().stream().map(RepoFile::path).toList();
        return patterns.isEmpty() ? paths : ClosestNames.ranked(patterns.get(0), paths);
    }

    private SelectedFiles ofRules(ModelRequest model, Listing listing, FileSelection patterns)
            throws PlanException, IOException {
        Choice choice;
        try {
            choice = Presets.choose(model.selection().part(), new ListingView(model, listing, access));
        } catch (UserException e) {
            String advice = e.advice().detail();
            throw new PlanException(e.getMessage() + (advice.isEmpty() ? "" : "; " + advice), e);
        } catch (Unplanned e) {
            throw e.reason();
        }
        Map<String, String> rules = new LinkedHashMap<>();
        choice.files().forEach(chosen -> rules.put(chosen.file().path(), chosen.rule()));
        List<RepoFile> files = listing.files().stream()
                .filter(file -> !patterns.excludes(file.path())
                        && (rules.containsKey(file.path()) || patterns.includes(file.path())))
                .toList();
        return new SelectedFiles(files, rules, choice.companions());
    }

    /** A pattern that finds nothing is misspelt, or meant for another repository. One that takes nothing away does no harm. */
    private static void rejectIdlePatterns(FileSelection patterns, Listing listing, String hint) throws PlanException {
        List<String> idle = patterns.unmatchedIncludes(
                listing.files().stream().map(RepoFile::path).toList());
        if (!idle.isEmpty()) {
            throw new PlanException(
                    "no file matches the include "
                            + idle.stream().map(Printable::of).collect(Collectors.joining(", nor "))
                            + "; the closest that the repository holds are " + names(closest(idle, listing)) + hint,
                    null);
        }
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
