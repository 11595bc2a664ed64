package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A folder of a repository, from which rules take files. All folders of a repository add to the same choice.
 *
 * <p>The names that rules take often come from files of the repository, which may be hostile. So only files in the listing can be taken,
 * and no code that Python can import or another program runs, unless the root was made for code that the user trusts.
 */
public final class Folder {

    /** A larger file is not a configuration; the largest known index of weights has about 10 MB. */
    private static final long MAX_TEXT = 32_000_000;

    /** As many as fit in one line of a message. */
    private static final int NAMES_SHOWN = 8;

    /** What Python imports, and what other programs run. */
    private static final Pattern CODE = Pattern.compile(
            ".*\\.(?:py[a-z]?|so(?:\\.[\\d.]*)?|dylib|dll|jar|class|exe|sh|bat|cmd|ps1)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Repository repository;
    private final String prefix;

    private Folder(Repository repository, String prefix) {
        this.repository = repository;
        this.prefix = prefix;
    }

    /** What all folders of a repository share. */
    private record Repository(
            PresetRepository source,
            boolean isTrusted,
            FileIndex files,
            Map<String, ConfigFile> read,
            Map<String, ChosenFile> taken,
            Set<Companion> companions,
            Map<String, String> warnings) {}

    /** The top folder of a repository, from which code can be taken if it is trusted. */
    public static Folder root(PresetRepository source, boolean isTrusted) {
        var files = new FileIndex(source.listing().files());
        return new Folder(
                new Repository(
                        source,
                        isTrusted,
                        files,
                        new HashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashMap<>()),
                "");
    }

    /**
     * The folder of that path below this one, which need not exist; this folder for an empty path.
     *
     * @param namedBy the file that names it, for the message
     * @throws UserException if the path leads out of the repository
     */
    public Folder child(String path, String namedBy) {
        String plain = path.startsWith("./") ? path.substring(2) : path;
        String below = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        if (below.isEmpty() || below.equals(".")) {
            return this;
        }
        if (below.indexOf('\\') >= 0
                || Arrays.stream(below.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw new UserException(
                    "'" + Printable.of(namedBy) + "' names the folder '" + Printable.of(path)
                            + "', which leads out of the repository",
                    CommonAdvice.CHOOSE_REVISION);
        }
        return new Folder(repository, prefix + below + "/");
    }

    /** The id of the repository. */
    public RepoId id() {
        return repository.source.id();
    }

    /** The top folder of the repository. */
    public Folder top() {
        return new Folder(repository, "");
    }

    /** The path within the repository of a file of this folder. */
    public String path(String name) {
        return prefix + name;
    }

    /** Whether there is a file of that name, or of that path below this folder. */
    public boolean has(String name) {
        return repository.files.file(path(name)) != null;
    }

    /** The bytes of a file of the listing. */
    public long size(String name) {
        return listed(name).contentSize();
    }

    /** The names of the files in this folder, not below it, in the listing's order. */
    public List<String> names() {
        return repository.files.names(prefix);
    }

    /** The paths, relative to this folder, of all files in it and below it, in the listing's order. */
    public List<String> below() {
        return files().stream()
                .map(file -> file.path().substring(prefix.length()))
                .toList();
    }

    /** The files in this folder and below it, in the listing's order. */
    public List<RepoFile> files() {
        return repository.files.below(prefix);
    }

    /**
     * Takes a file, if there is one and it may be taken. A file that is taken again keeps its first rule.
     *
     * @param rule why it is needed, for people
     * @return whether there is one that may be taken
     */
    public boolean take(String name, String rule) {
        RepoFile file = repository.files.file(path(name));
        if (file == null || isUntrusted(name)) {
            return false;
        }
        repository.taken.putIfAbsent(file.path(), new ChosenFile(file, Printable.of(rule)));
        return true;
    }

    /**
     * Takes those of the files that there are.
     *
     * @return whether there is at least one
     */
    public boolean takeAny(Collection<String> names, String rule) {
        boolean any = false;
        for (String name : names) {
            any |= take(name, rule);
        }
        return any;
    }

    /**
     * Takes files that must be there.
     *
     * @param namedBy the path of the file that names them
     * @throws UserException if one of them is not in the listing, or is code that is not trusted
     */
    public void takeAll(Collection<String> names, String rule, String namedBy) {
        List<String> untrusted =
                names.stream().filter(this::isUntrusted).map(this::path).toList();
        if (!untrusted.isEmpty()) {
            throw new UserException(
                    "'" + Printable.of(namedBy) + "' names " + shown(untrusted)
                            + ", which is code where none is expected",
                    CommonAdvice.CHOOSE_REVISION_OR_TELL_OWNER);
        }
        List<String> missing = new LinkedHashSet<>(names)
                .stream().filter(name -> !take(name, rule)).map(this::path).toList();
        if (!missing.isEmpty()) {
            throw new UserException(
                    "'" + Printable.of(namedBy) + "' names " + shown(missing) + ", which the repository does not have",
                    CommonAdvice.CHOOSE_REVISION_OR_TELL_OWNER);
        }
    }

    private RepoFile listed(String name) {
        RepoFile file = repository.files.file(path(name));
        if (file == null) {
            throw new IllegalArgumentException("not in the listing: " + path(name));
        }
        return file;
    }

    /** Whether a file of that path may be code, which rules take only if it is trusted. */
    public static boolean isCode(String path) {
        return CODE.matcher(path).matches();
    }

    private boolean isUntrusted(String name) {
        return !repository.isTrusted && isCode(name);
    }

    /** Adds what is needed of another repository; does nothing if it is this repository. */
    public void need(Companion companion) {
        if (!companion.repo().equals(id())) {
            repository.companions.add(companion);
        }
    }

    /**
     * Tells users something of the choice, in one line, with names fit for a message.
     *
     * @param topic what it is about; users are told once of each
     */
    public void warn(String topic, String warning) {
        repository.warnings.putIfAbsent(topic, warning);
    }

    /** Fetches files at once that will be read; names that are not in the listing are ignored. */
    public void fetch(Collection<String> names) throws IOException {
        List<String> paths =
                names.stream().filter(this::has).map(this::path).distinct().toList();
        if (!paths.isEmpty()) {
            repository.source.fetch(paths);
        }
    }

    /**
     * Reads a JSON object; an empty one if the file does not exist.
     *
     * @throws UserException if it is not a JSON object, or too large
     */
    public ConfigFile config(String name) throws IOException {
        ConfigFile known = repository.read.get(path(name));
        if (known != null) {
            return known;
        }
        ConfigFile config = has(name) ? ConfigFile.parse(path(name), text(name)) : new ConfigFile(path(name), Map.of());
        repository.read.put(path(name), config);
        return config;
    }

    /**
     * Reads the objects of a JSON array; none if the file does not exist.
     *
     * @throws UserException if it is not a JSON array, or too large
     */
    public List<ConfigFile> configs(String name) throws IOException {
        return has(name) ? ConfigFile.parseAll(path(name), text(name)) : List.of();
    }

    /** @throws UserException if the file is too large */
    private String text(String name) throws IOException {
        RepoFile file = listed(name);
        checkText(file, file.contentSize());
        Path content = repository.source.file(file.path());
        // A list of names alone does not say how large it is.
        checkText(file, Files.size(content));
        return new String(Files.readAllBytes(content), StandardCharsets.UTF_8);
    }

    private static void checkText(RepoFile file, long size) {
        if (size > MAX_TEXT) {
            throw new UserException(
                    "'" + Printable.of(file.path()) + "' has " + ByteCount.format(size)
                            + ", which is too much for a configuration",
                    CommonAdvice.CHOOSE_REVISION);
        }
    }

    /** The content of a file of the listing, which may be too large for memory. */
    public Path content(String name) throws IOException {
        return repository.source.file(path(name));
    }

    /** The largest files in this folder and below it, with their sizes, for a message. */
    public String summary() {
        List<String> largest = files().stream()
                .sorted(Comparator.comparingLong(RepoFile::contentSize).reversed())
                .map(file -> file.path() + " (" + ByteCount.format(file.contentSize()) + ")")
                .toList();
        return largest.isEmpty() ? "no file" : shown(largest);
    }

    /** What was taken from all folders of the repository. */
    public Choice choice() {
        return new Choice(
                List.copyOf(repository.taken.values()),
                List.copyOf(repository.companions),
                List.copyOf(repository.warnings.values()));
    }

    /** Names for one line of a message; of many, the first ones and the number of the others. */
    public static String shown(Collection<String> names) {
        return Candidates.joined(names, NAMES_SHOWN, Printable::of);
    }
}
