package io.github.hfmodels.preset.weights;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model in GGUF format, in one file or in several.
 *
 * @param folder its folder, with a slash at the end; empty for the top
 * @param stem its name, without part number and ending
 * @param parts its files by part number, from 1 on; a single file has number 1
 * @param count how many parts it must have
 */
public record GgufModel(String folder, String stem, TreeMap<Integer, RepoFile> parts, int count) {

    /**
     * A file in one part, or in several: as gguf-split names them, or as people do where a file was too large for the Hub, with a
     * number and a count, or with letters.
     */
    private static final Pattern NAME = pattern(
            "(?<stem>.+?)(?:-(?<part>\\d{5})-of-(?<count>\\d{5})\\.gguf"
                    + "|\\.gguf\\.part(?<number>\\d{1,5})of(?<numbers>\\d{1,5})|\\.gguf[.-](?:split|part)-(?<letter>[a-z])|\\.gguf)");

    /** The names of llama.cpp's quantizations, and of those in its forks. */
    private static final Pattern QUANTIZATION = pattern("(?<![a-z0-9])"
            + "(?:[IT]?Q\\d(?:_(?:\\d|K[A-Z]{0,2}|[SMLP]|X{1,2}[SL]|NL|MOE|R\\d)){0,4}|(?:BF|FP?)(?:8|16|32|64)|(?:MX|NV)FP4(?:_MOE)?)"
            + "(?![a-z0-9])");

    /** What stands before a quantization: separators, and how it was made. */
    private static final Pattern MARK = pattern("(?:(?:^|[._-])(?:UD|i1))?[._-]*$");

    private static final Pattern PROJECTOR = pattern("(?<![a-z0-9])mmproj(?![a-z0-9])");
    private static final Pattern IMPORTANCE_MATRIX = pattern("(?<![a-z0-9])imatrix(?![a-z0-9])");

    /** The models among some files, in their order. */
    public static List<GgufModel> among(List<RepoFile> files) {
        Map<String, GgufModel> models = new LinkedHashMap<>();
        for (RepoFile file : files) {
            add(file, models);
        }
        return List.copyOf(models.values());
    }

    /** The quantization as the file's or else the folder's name has it; null if neither does. */
    @Nullable
    public String quantization() {
        String own = lastQuantization(stem);
        return own == null ? lastQuantization(folder) : own;
    }

    /** Whether it turns images or sound into a language model's input. */
    public boolean isProjector() {
        return PROJECTOR.matcher(name()).find();
    }

    /** Whether it is data for quantizing models, and not a model. */
    public boolean isImportanceMatrix() {
        return IMPORTANCE_MATRIX.matcher(stem).find() && lastQuantization(stem) == null;
    }

    /**
     * The path without what differs between quantizations of one model: the quantization in the file's name, and a folder that is
     * called like the quantization, or like the model in that quantization.
     */
    public String unquantized() {
        String plain = withoutQuantization(stem);
        int end = folder.length() - 1;
        if (end < 0) {
            return plain;
        }
        int start = folder.lastIndexOf('/', end - 1) + 1;
        String name = folder.substring(start, end);
        String rest = withoutQuantization(name);
        boolean isOfQuantization = !rest.equals(name) && (rest.isEmpty() || rest.equals(plain));
        return (isOfQuantization ? folder.substring(0, start) : folder) + plain;
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
    public long size() {
        return ByteCount.sum(parts.values(), RepoFile::contentSize);
    }

    /** The number of the first part that the repository does not have; empty if it has all parts. */
    public OptionalInt missingPart() {
        return IntStream.rangeClosed(1, count)
                .filter(number -> !parts.containsKey(number))
                .findFirst();
    }

    private static void add(RepoFile file, Map<String, GgufModel> models) {
        int slash = file.path().lastIndexOf('/') + 1;
        String folder = file.path().substring(0, slash);
        Matcher name = NAME.matcher(file.path().substring(slash));
        if (!name.matches()) {
            return;
        }
        int part = 1;
        // No count is in the file's name.
        int count = 0;
        if (name.group("part") != null) {
            part = Integer.parseInt(name.group("part"));
            count = Integer.parseInt(name.group("count"));
        } else if (name.group("number") != null) {
            part = Integer.parseInt(name.group("number"));
            count = Integer.parseInt(name.group("numbers"));
        } else if (name.group("letter") != null) {
            part = name.group("letter").toLowerCase(Locale.ROOT).charAt(0) - 'a' + 1;
        }
        boolean isWhole = name.end("stem") + ".gguf".length() == name.end() && count == 0;
        // No file has a name with two slashes, so the parts do not get mixed up with a single file.
        String key = isWhole ? file.path() : folder + name.group("stem") + "//" + count;
        GgufModel known = models.get(key);
        var parts = known == null ? new TreeMap<Integer, RepoFile>() : known.parts;
        parts.putIfAbsent(part, file);
        models.put(key, new GgufModel(folder, name.group("stem"), parts, Math.max(count, parts.lastKey())));
    }

    /** Without the last quantization, the mark of those who made it, and the separator in front. */
    private static String withoutQuantization(String name) {
        String quantization = lastQuantization(name);
        if (quantization == null) {
            return name;
        }
        int start = name.lastIndexOf(quantization);
        return MARK.matcher(name.substring(0, start)).replaceFirst("") + name.substring(start + quantization.length());
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
