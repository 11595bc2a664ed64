package io.github.hfmodels.policy;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Checks by their first bytes whether files are what their names say, and have no pickled objects. Of archives the names of the entries are
 * looked at, of what is compressed as far as Java can undo that the first bytes. Somebody who knows this can hide objects in what no
 * program takes for a pickle unless it is told to.
 */
public final class ContentRules {

    /** The most that readers of the format accept. */
    private static final long MAX_SAFETENSORS_HEADER = 100_000_000;

    private static final String NUMPY = "\u0093NUMPY";
    private static final Pattern NUMPY_OBJECTS = Pattern.compile("['\"][<>=|]?(?:O|object_?)[0-9]*['\"]");

    /** What Java cannot undo, by its first bytes. */
    private static final Map<String, String> COMPRESSED = Map.of(
            "BZh",
            "bzip2",
            "\u00fd7zXZ\0",
            "xz",
            "]\0\0",
            "LZMA",
            "\u0004\"M\u0018",
            "LZ4",
            "(\u00b5/\u00fd",
            "Zstandard");

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
        String header = bytes.text(isOld ? 10 : 12, (int) Math.min(Math.max(length, 0), FileBytes.WINDOW));
        return NUMPY_OBJECTS.matcher(header).find();
    }

    private static @Nullable String compressed(FileBytes bytes, String name) throws IOException {
        if (bytes.has(0, "\u001f\u008b")) {
            return pickled(beginning(GZIPInputStream::new, bytes));
        }
        if (bytes.at(0) == 'x' && ('x' * 256 + bytes.at(1)) % 31 == 0) {
            return pickled(beginning(InflaterInputStream::new, bytes));
        }
        for (Map.Entry<String, String> each : COMPRESSED.entrySet()) {
            // Nobody loads an archive without unpacking it, if its name says that it is one.
            if (bytes.has(0, each.getKey()) && !UnsafeFormats.isWrapper(name)) {
                return "is compressed with " + each.getValue() + ", so that it may have pickled objects";
            }
        }
        return null;
    }

    /** Undoes a compression. */
    @FunctionalInterface
    private interface Inflating {
        InputStream of(InputStream compressed) throws IOException;
    }

    private static FileBytes beginning(Inflating inflating, FileBytes bytes) throws IOException {
        var beginning = new byte[FileBytes.WINDOW];
        int length = 0;
        try (InputStream inflated = inflating.of(bytes.stream())) {
            int read = 0;
            while (read >= 0 && length < beginning.length) {
                read = inflated.read(beginning, length, beginning.length - length);
                length += Math.max(read, 0);
            }
        } catch (ZipException | EOFException e) {
            // It is not compressed, or not all of it is there: what there is counts.
        }
        return FileBytes.ofBeginning(Arrays.copyOf(beginning, length));
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
