package io.github.hfmodels.cache;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which names the file system of a folder cannot hold, and which it takes for one. The file system itself is asked, rather than the
 * operating system, which may use several.
 */
public final class FileNames {

    private static final String COMPOSED = "\u00e9";
    private static final String DECOMPOSED = "e\u0301";

    private final Path folder;
    private final FileSystemTraits traits;

    /** @param folder need not exist */
    public FileNames(Path folder) {
        this(folder, new RealFileSystem(folder));
    }

    FileNames(Path folder, FileSystemTraits traits) {
        this.folder = folder;
        this.traits = traits;
    }

    /**
     * Two paths that cannot both be there.
     *
     * @param reason why, as the end of a sentence about the file system
     */
    public record Clash(String one, String other, String reason) {}

    /** A path that cannot be there. */
    public record Refusal(String path, String reason) {}

    /** The first paths that cannot both be files below the folder; takes time in proportion to their number. */
    public Optional<Clash> clash(Collection<String> paths) {
        // Nearly always this says that there is nothing to ask the file system about.
        return clash(paths, FileNames::loosely).flatMap(possible -> {
            boolean ignoresCase = ignoresCase();
            boolean ignoresEncoding =
                    !paths.stream().allMatch(FileNames::isAscii) && traits.areOne(COMPOSED, DECOMPOSED);
            boolean dropsDots =
                    paths.stream().anyMatch(path -> !withoutDots(path).equals(path)) && traits.areOne("name", "name.");
            return clash(paths, path -> {
                String key = dropsDots ? withoutDots(path) : path;
                key = ignoresEncoding ? composed(key) : key;
                return ignoresCase ? inOneCase(key) : key;
            });
        });
    }

    /** The way in which a file system compares paths. */
    @FunctionalInterface
    private interface Comparing {
        /** What is equal for paths that are one file. */
        String key(String path);
    }

    private static Optional<Clash> clash(Collection<String> paths, Comparing comparing) {
        Map<String, String> files = new HashMap<>();
        Map<String, String> folders = new HashMap<>();
        for (String path : paths) {
            String other = files.put(comparing.key(path), path);
            if (other != null && !other.equals(path)) {
                return Optional.of(new Clash(other, path, reason(other, path)));
            }
            // Up to a folder that was met before.
            int end = path.lastIndexOf('/');
            while (end > 0 && folders.putIfAbsent(path.substring(0, end), path) == null) {
                end = path.lastIndexOf('/', end - 1);
            }
        }
        for (Map.Entry<String, String> each : folders.entrySet()) {
            String file = files.get(comparing.key(each.getKey()));
            if (file != null) {
                return Optional.of(new Clash(file, each.getValue(), reason(file, each.getKey())));
            }
        }
        return Optional.empty();
    }

    private static String reason(String one, String other) {
        if (one.equals(other)) {
            return "cannot have a file and a folder of one name";
        }
        if (inOneCase(one).equals(inOneCase(other))) {
            return "ignores case";
        }
        return withoutDots(one).equals(withoutDots(other))
                ? "ignores dots and blanks at the end of a name"
                : "takes different encodings of a letter for one";
    }

    /** What is equal for all paths that any file system takes for one. */
    private static String loosely(String path) {
        return isPlain(path) ? path : inOneCase(composed(withoutDots(path)));
    }

    /** Whether a path is spelled in one way only, as most are. */
    private static boolean isPlain(String path) {
        char previous = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!isPlain && (c != '/' || previous == '.')) {
                return false;
            }
            previous = c;
        }
        return previous != '.';
    }

    private static String composed(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String inOneCase(String text) {
        return isAscii(text)
                ? text.toLowerCase(Locale.ROOT)
                // As file systems do: one letter never becomes two.
                : text.codePoints()
                        .map(Character::toUpperCase)
                        .map(Character::toLowerCase)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** Without the dots and blanks at the end of each name, which Windows leaves out. */
    private static String withoutDots(String path) {
        boolean hasNone = !endsInDot(path) && !path.contains("./") && !path.contains(" /");
        return hasNone ? path : path.replaceAll("[. ]+(?=/|$)", "");
    }

    private static boolean endsInDot(String name) {
        return name.endsWith(".") || name.endsWith(" ");
    }

    /** The first path that Windows cannot hold; empty on other systems, which tell of such a name when it is written. */
    public Optional<Refusal> refusal(Collection<String> paths) {
        return traits.isOfWindows()
                ? paths.stream()
                        .flatMap(path -> WindowsNames.problem(path).map(why -> new Refusal(path, why)).stream())
                        .findFirst()
                : Optional.empty();
    }

    /** Whether the file system takes two names that differ only in case for one file. */
    public boolean ignoresCase() {
        return traits.ignoresCase();
    }

    /**
     * A text that is the same for all names of the folder: through links, and in other cases where the file system ignores case. That
     * of a folder within it begins with it.
     */
    public String identity() {
        Path existing = new RealFileSystem(folder).existing();
        Path rest = existing.relativize(folder);
        Path real = existing;
        try {
            real = existing.toRealPath();
        } catch (IOException e) {
            // Then links to it are not recognised.
        }
        String name = composed(real.resolve(rest).toString());
        // All of it: what does not exist yet may come into being in another case.
        name = ignoresCase() ? inOneCase(name) : name;
        return name.endsWith(File.separator) ? name : name + File.separator;
    }
}
