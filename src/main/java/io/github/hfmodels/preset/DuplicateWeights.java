package io.github.hfmodels.preset;

import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.selection.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Weights that a selection has more than once: in several formats, precisions or quantizations. Names and sizes of the files tell that;
 * where they leave a doubt, nothing is claimed.
 *
 * @param copies the copies, those of one format together; of several components, such as those of a pipeline, each copy has all files
 *     of its format and variant
 * @param saves how many bytes the suggestion saves: those of the other copies; files that it leaves out beside do not count
 * @param suggestion how to have one copy alone
 */
public record DuplicateWeights(List<Copy> copies, long saves, CopySuggestion suggestion) {

    public DuplicateWeights {
        copies = List.copyOf(copies);
    }

    /**
     * One copy.
     *
     * @param format its format
     * @param variant its precision, quantization or optimization, as the names of its files have it; empty for none. The Hub's word,
     *     not fit for a log as it is
     * @param paths the paths of its files; likewise
     * @param bytes the length of its files in bytes
     */
    public record Copy(WeightFormat format, String variant, List<String> paths, long bytes) {

        public Copy {
            paths = List.copyOf(paths);
        }
    }

    /**
     * What is there more than once.
     *
     * @param type what the repository is; files of data sets that are called alike are no weights
     * @param selection what has chosen the files
     * @param files the files of one model that are selected
     * @return empty if all weights are there once, as far as is certain
     */
    public static Optional<DuplicateWeights> of(RepoType type, Selection selection, List<RepoFile> files) {
        return type == RepoType.MODEL ? of(selection, files) : Optional.empty();
    }

    /** The same of a model. */
    static Optional<DuplicateWeights> of(Selection selection, List<RepoFile> files) {
        List<List<WeightCopy>> all = WeightCopies.among(files);
        List<List<WeightCopy>> duplicated =
                all.stream().filter(copies -> copies.size() > 1).toList();
        if (duplicated.isEmpty()) {
            return Optional.empty();
        }
        // A preset chooses from the whole repository, which only a selection of everything shows.
        Optional<DuplicateWeights> byPreset = selection.isEverything()
                ? PresetChoice.of(files, all)
                        .map(choice -> of(files, duplicated, choice.takes()::contains, choice.suggestion()))
                : Optional.empty();
        return byPreset.filter(found -> found.saves > 0)
                .or(() -> Optional.of(byExcludes(files, duplicated)).filter(found -> found.saves > 0));
    }

    /** The weights of each format, in the order of formats, for a message that has no room for each copy. */
    public Map<WeightFormat, List<Copy>> byFormat() {
        var formats = new LinkedHashMap<WeightFormat, List<Copy>>();
        copies.forEach(copy -> formats.computeIfAbsent(copy.format(), format -> new ArrayList<>())
                .add(copy));
        return formats;
    }

    /** Writes it as a member of an object, in the JSON of plans and of reports. */
    public void write(JsonWriter json) {
        json.breakLine().name("duplicatedWeights").inlineObject().member("saves", saves);
        json.name("suggestion").inlineObject();
        json.optionalMember(
                "preset",
                suggestion.preset() == null ? null : suggestion.preset().word());
        json.optionalMember("variant", suggestion.variant());
        if (!suggestion.excludes().isEmpty()) {
            json.member("excludes", suggestion.excludes());
        }
        json.end().breakLine().name("copies").array();
        for (Copy copy : copies) {
            json.inlineObject().member("format", copy.format().word());
            json.optionalMember("variant", copy.variant().isEmpty() ? null : copy.variant());
            json.member("size", copy.bytes()).member("files", copy.paths()).end();
        }
        json.end().end();
    }

    private static DuplicateWeights byExcludes(List<RepoFile> files, List<List<WeightCopy>> duplicated) {
        var dropped = new HashSet<String>();
        duplicated.forEach(copies ->
                copies.stream().skip(1).forEach(copy -> copy.files().forEach(file -> dropped.add(file.path()))));
        return of(files, duplicated, path -> !dropped.contains(path), CopySuggestion.excluding(dropped, files));
    }

    private static DuplicateWeights of(
            List<RepoFile> files,
            List<List<WeightCopy>> duplicated,
            Predicate<String> isKept,
            CopySuggestion suggestion) {
        var dropped = new ArrayList<RepoFile>();
        var copies = new LinkedHashMap<String, Copy>();
        for (WeightCopy copy : duplicated.stream().flatMap(List::stream).toList()) {
            var paths = new ArrayList<String>();
            for (RepoFile file : copy.files()) {
                paths.add(file.path());
                if (!isKept.test(file.path())) {
                    dropped.add(file);
                }
            }
            copies.merge(
                    copy.format() + " " + copy.variant() + " " + (duplicated.size() == 1 ? paths.get(0) : ""),
                    new Copy(copy.format(), copy.variant(), paths, copy.bytes()),
                    DuplicateWeights::join);
        }
        return new DuplicateWeights(
                copies.values().stream()
                        .sorted(Comparator.comparing(Copy::format))
                        .toList(),
                savedBytes(dropped, files),
                suggestion);
    }

    /** The same copy of two components. */
    private static Copy join(Copy one, Copy other) {
        var paths = new ArrayList<>(one.paths());
        paths.addAll(other.paths());
        return new Copy(one.format(), one.variant(), paths, ByteCount.plus(one.bytes(), other.bytes()));
    }

    /** A content counts once, and not at all if a file that stays has it, since it is downloaded once. */
    private static long savedBytes(List<RepoFile> dropped, List<RepoFile> files) {
        var paths = new HashSet<String>();
        dropped.forEach(file -> paths.add(file.path()));
        Set<String> contents = new HashSet<>();
        files.stream()
                .filter(file -> !paths.contains(file.path()))
                .forEach(file -> file.contentSha256().ifPresent(contents::add));
        return ByteCount.sum(
                dropped.stream()
                        .filter(file -> file.contentSha256().map(contents::add).orElse(true))
                        .toList(),
                RepoFile::contentSize);
    }
}
