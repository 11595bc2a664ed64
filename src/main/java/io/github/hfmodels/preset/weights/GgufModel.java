package io.github.hfmodels.preset.weights;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model in GGUF format, in one file or in several.
 *
 * @param folder its folder, with a slash at the end; empty for the top
 * @param stem its name, without part number and ending
 * @param parts its files by part number, from 1 on; a single file has number 1
 * @param count how many parts it must have
 */
record GgufModel(String folder, String stem, TreeMap<Integer, RepoFile> parts, int count) {

    /** As gguf-split names parts. */
    private static final Pattern SPLIT = pattern("(?<stem>.+)-(?<part>\\d{5})-of-(?<count>\\d{5})\\.gguf");

    /** As people name the parts of files that were too large for the Hub: with a number and a count, or with letters. */
    private static final Pattern NUMBERED = pattern("(?<stem>.+)\\.gguf\\.part(?<part>\\d{1,5})of(?<count>\\d{1,5})");

    private static final Pattern LETTERED = pattern("(?<stem>.+)\\.gguf[.-](?:split|part)-(?<letter>[a-z])");
    private static final Pattern PART_NUMBER = pattern("(-|\\.gguf\\.part)(\\d{1,5})(?:-of-\\d{5}\\.gguf|of\\d{1,5})$");
    private static final Pattern SINGLE = pattern("(?<stem>.+)\\.gguf");

    /** The names of llama.cpp's quantizations, and of those in its forks. */
    private static final Pattern QUANTIZATION = pattern("(?<![a-z0-9])"
            + "(?:[IT]?Q\\d(?:_(?:\\d|K[A-Z]{0,2}|[SMLP]|X{1,2}[SL]|NL|MOE|R\\d)){0,4}|(?:BF|FP?)(?:8|16|32|64)|(?:MX|NV)FP4(?:_MOE)?)"
            + "(?![a-z0-9])");

    private static final Pattern PROJECTOR = pattern("(?<![a-z0-9])mmproj(?![a-z0-9])");
    private static final Pattern IMPORTANCE_MATRIX = pattern("(?<![a-z0-9])imatrix(?![a-z0-9])");

    /** The models among some files, in their order. */
    static List<GgufModel> among(List<RepoFile> files) {
        Map<String, GgufModel> models = new LinkedHashMap<>();
        for (RepoFile file : files) {
            add(file, models);
        }
        return List.copyOf(models.values());
    }

    /** The quantization as the file's or else the folder's name has it; null if neither does. */
    @Nullable
    String quantization() {
        String own = lastQuantization(stem);
        return own == null ? lastQuantization(folder) : own;
    }

    /** Whether it turns images or sound into a language model's input. */
    boolean isProjector() {
        return PROJECTOR.matcher(name()).find();
    }

    /** Whether it is data for quantizing models, and not a model. */
    boolean isImportanceMatrix() {
        return IMPORTANCE_MATRIX.matcher(stem).find() && lastQuantization(stem) == null;
    }

    /** The path without part number and ending. */
    String name() {
        return folder + stem;
    }

    /** The first file, with the number of parts, for a message. */
    String shown() {
        return parts.firstEntry().getValue().path() + (parts.size() > 1 ? " in " + parts.size() + " parts" : "");
    }

    /** The bytes of all parts. */
    long size() {
        return ByteCount.sum(parts.values(), RepoFile::contentSize);
    }

    /** The path of the first part that the repository does not have; null if it has all parts. */
    @Nullable
    String missingPart() {
        for (int number = 1; number <= count; number++) {
            if (!parts.containsKey(number)) {
                return path(number);
            }
        }
        return null;
    }

    /** The path of the part with that number, spelled like the known parts. */
    private String path(int number) {
        String known = parts.firstEntry().getValue().path();
        Matcher place = PART_NUMBER.matcher(known);
        if (!place.find()) {
            return known.substring(0, known.length() - 1) + (char) ('a' + number - 1);
        }
        int digits = place.group(1).startsWith("-") ? place.group(2).length() : 1;
        String same = String.format(Locale.ROOT, "%s%0" + digits + "d", place.group(1), number);
        return known.substring(0, place.start()) + same + known.substring(place.end(2));
    }

    private static void add(RepoFile file, Map<String, GgufModel> models) {
        int slash = file.path().lastIndexOf('/') + 1;
        String folder = file.path().substring(0, slash);
        String name = file.path().substring(slash);
        for (Pattern form : List.of(SPLIT, NUMBERED)) {
            Matcher match = form.matcher(name);
            if (match.matches()) {
                add(file, folder, match.group("stem"), number(match, "part"), number(match, "count"), models);
                return;
            }
        }
        Matcher lettered = LETTERED.matcher(name);
        Matcher single = SINGLE.matcher(name);
        if (lettered.matches()) {
            int number = lettered.group("letter").toLowerCase(Locale.ROOT).charAt(0) - 'a' + 1;
            add(file, folder, lettered.group("stem"), number, 0, models);
        } else if (single.matches()) {
            models.put(file.path(), new GgufModel(folder, single.group("stem"), new TreeMap<>(Map.of(1, file)), 1));
        }
    }

    /** @param count how many parts there are by the file's name; 0 if the name does not say so */
    private static void add(
            RepoFile file, String folder, String stem, int number, int count, Map<String, GgufModel> models) {
        // No file has a name with two slashes, so the parts do not get mixed up with a single file.
        String key = folder + stem + "//" + count;
        GgufModel known = models.get(key);
        var parts = known == null ? new TreeMap<Integer, RepoFile>() : known.parts;
        parts.putIfAbsent(number, file);
        models.put(key, new GgufModel(folder, stem, parts, Math.max(count, parts.lastKey())));
    }

    private static int number(Matcher match, String group) {
        return Integer.parseInt(match.group(group));
    }

    private static @Nullable String lastQuantization(String name) {
        List<String> found = new ArrayList<>();
        Matcher match = QUANTIZATION.matcher(name);
        while (match.find()) {
            found.add(match.group());
        }
        return found.isEmpty() ? null : found.get(found.size() - 1);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
