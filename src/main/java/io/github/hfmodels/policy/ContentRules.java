package io.github.hfmodels.policy;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks by some of their bytes whether files are what their names say, and have no pickled objects: mostly by the first ones. Of archives,
 * which may have their directory at the end, the names of the entries are looked at, of what is compressed as far as Java can undo that the
 * first bytes. Somebody who knows this can hide objects in what no program takes for a pickle unless it is told to.
 */
public final class ContentRules {

    /** The most that readers of the format accept. */
    private static final long MAX_SAFETENSORS_HEADER = 100_000_000;

    private static final String HDF5 = "\u0089HDF\r\n\u001a\n";

    private static final int LZMA_HEADER = 13;

    private static final String NUMPY = "\u0093NUMPY";
    /** NumPy's words for objects, and the ways in which Python may write these otherwise: escapes, comments, texts side by side. */
    private static final Pattern NUMPY_OBJECTS = Pattern.compile("[O\\\\#]|object|['\"]\\s*[uUrRbB]{0,2}['\"]");

    /** The name of a field, which is not yet its type. */
    private static final Pattern NUMPY_FIELD = Pattern.compile("\\((?:'[^'\\\\]*'|\"[^\"\\\\]*\"), ?(?=['\"\\[])");

    /** What Java cannot undo, by its first bytes. */
    private static final Map<String, String> COMPRESSED = Map.of(
            "BZh",
            "bzip2",
            "\u00fd7zXZ\0",
            "xz",
            "\u0004\"M\u0018",
            "LZ4",
            "(\u00b5/\u00fd",
            "Zstandard",
            // Of old versions of joblib.
            "ZF0x",
            "zlib");

    private ContentRules() {}

    /**
     * Everything by which the contents of a model's files break a rule. Files whose names break it are not read.
     *
     * @param contents gives where a file's content is; empty where it is not there yet
     */
    public static List<Finding> findings(
            List<Policy> policies, DescribedModel model, Function<RepoFile, Optional<Path>> contents) {
        if (policies.stream().allMatch(Policy::unsafeFormats)) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        for (RepoFile file : model.model().files()) {
            if (!UnsafeFormats.has(file.path())) {
                contents.apply(file)
                        .flatMap(content -> found(content, file.path()))
                        .ifPresent(found -> findings.addAll(PolicyRules.ofContent(
                                policies, model, file.path(), Printable.of(file.path()) + " " + found)));
            }
        }
        return findings;
    }

    /**
     * What is wrong with a content, as the rest of a sentence about it; empty for nothing.
     *
     * @param path the file's path in the repository
     */
    static Optional<String> found(Path content, String path) {
        try {
            RegularFile.require(content);
            try (var bytes = FileBytes.of(content)) {
                String name = path.toLowerCase(Locale.ROOT);
                String found = pickled(bytes);
                if (found == null) {
                    // A length of a header may look like the beginning of what is compressed.
                    boolean hasFormat = name.endsWith(".safetensors") || name.endsWith(".gguf");
                    found = hasFormat ? misnamed(bytes, name) : compressed(bytes, name);
                }
                return Optional.ofNullable(found);
            }
        } catch (IOException e) {
            return Optional.of(
                    "cannot be read: " + Printable.of(DiskFailure.of(e).reason()));
        }
    }

    private static @Nullable String pickled(FileBytes bytes) throws IOException {
        // At 0, or at any power of two from 512 on, behind what is the user's own.
        for (long i = 0; bytes.at(i) >= 0; i = Math.max(512, 2 * i)) {
            if (bytes.has(i, HDF5)) {
                return "is an HDF5 file, in which Keras may have code that runs when it is loaded";
            }
        }
        if (PickleOps.isPickle(bytes) || hasNumpyObjects(bytes)) {
            return "has pickled objects, which can run code when they are loaded";
        }
        return ArchiveNames.unsafe(bytes)
                .map(name -> "is an archive with " + Printable.of(name) + ", which can run code when it is loaded")
                .orElse(null);
    }

    private static boolean hasNumpyObjects(FileBytes bytes) throws IOException {
        if (!bytes.has(0, NUMPY)) {
            return false;
        }
        boolean isOld = bytes.at(NUMPY.length()) == 1;
        long length = bytes.number(8, isOld ? 2 : 4);
        if (length > FileBytes.WINDOW) {
            return true;
        }
        String header = bytes.text(isOld ? 10 : 12, (int) Math.max(length, 0));
        return NUMPY_OBJECTS
                .matcher(NUMPY_FIELD.matcher(header).replaceAll("("))
                .find();
    }

    private static @Nullable String compressed(FileBytes bytes, String name) throws IOException {
        boolean isGzip = Inflated.isGzip(bytes);
        FileBytes beginning = isGzip ? Inflated.ofGzip(bytes) : null;
        if (beginning != null) {
            return pickled(beginning);
        }
        if (bytes.at(0) == 'x' && ('x' * 256 + bytes.at(1)) % 31 == 0) {
            beginning = Inflated.ofZlib(bytes);
            return beginning == null ? null : pickled(beginning);
        }
        // Nobody loads an archive without unpacking it, if its name says that it is one.
        if (UnsafeFormats.isWrapper(name)) {
            return null;
        }
        if (isGzip) {
            return mayHavePickles("gzip");
        }
        // The coded data begin with 0.
        if (bytes.has(0, "]\0") && bytes.at(LZMA_HEADER) == 0) {
            return mayHavePickles("LZMA");
        }
        for (Map.Entry<String, String> each : COMPRESSED.entrySet()) {
            if (bytes.has(0, each.getKey())) {
                return mayHavePickles(each.getValue());
            }
        }
        return null;
    }

    private static String mayHavePickles(String method) {
        return "is compressed with " + method + ", so that it may have pickled objects";
    }

    private static @Nullable String misnamed(FileBytes bytes, String name) throws IOException {
        if (name.endsWith(".safetensors") && !isSafetensors(bytes)) {
            return "is not a safetensors file, whatever its name says";
        }
        return name.endsWith(".gguf") && !bytes.has(0, "GGUF") ? "is not a GGUF file, whatever its name says" : null;
    }

    /** Whether it begins with the length of a header, and that with what a header begins with. */
    private static boolean isSafetensors(FileBytes bytes) throws IOException {
        long header = bytes.number(0, Long.BYTES);
        return header >= 2
                && header <= MAX_SAFETENSORS_HEADER
                && header <= bytes.size() - Long.BYTES
                && bytes.at(Long.BYTES) == '{';
    }
}
