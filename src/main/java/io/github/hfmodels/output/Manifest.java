package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that tells other tools which models a module has and where. The same models give the same bytes. Each execution
 * of the goal has its part in it, which it replaces.
 */
public final class Manifest {

    private static final Logger LOG = LoggerFactory.getLogger(Manifest.class);
    private static final int FORMAT_VERSION = 1;
    private static final int INDENT = 2;
    /** The indentation of the models in the file. */
    private static final int MODEL_COLUMN = 2 * INDENT;

    private final Path file;

    /** @param file the manifest; need not exist */
    public Manifest(Path file) {
        this.file = file;
    }

    /** What the manifest says: which execution has which aliases, and of each alias the text of its JSON object. */
    private record Parts(SortedMap<String, List<String>> executions, SortedMap<String, String> models) {}

    /**
     * Replaces what an execution has said before. What others have said stays if they are still among those that there are.
     *
     * @param execution the id of the execution
     * @param others the ids of all executions that there may be
     * @param entries what the execution has to say, one entry an alias
     * @return false when the file said so already; it is not touched then
     * @throws IOException when the file cannot be written
     */
    public boolean update(String execution, Set<String> others, List<ManifestEntry> entries) throws IOException {
        String before = read();
        Parts parts = parse(before);
        parts.executions().keySet().retainAll(others);
        parts.executions()
                .put(
                        execution,
                        entries.stream().map(ManifestEntry::alias).sorted().toList());
        var wanted = new HashSet<String>();
        parts.executions().values().forEach(wanted::addAll);
        parts.models().keySet().retainAll(wanted);
        entries.forEach(entry -> parts.models().put(entry.alias(), format(entry)));
        String after = format(parts);
        if (after.equals(before)) {
            return false;
        }
        AtomicFile.write(file, after.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private String read() throws IOException {
        try {
            // Which is ASCII when it is ours, and never an error when it is not.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** A text that is not a manifest, or is one of another version, counts as empty: the file can be written again at any time. */
    private Parts parse(String text) {
        var parts = new Parts(new TreeMap<>(), new TreeMap<>());
        if (text.isEmpty()) {
            return parts;
        }
        var isUnderstood = new ArrayList<String>();
        try {
            var json = new JsonReader(text);
            json.object(key -> {
                switch (key) {
                    case "formatVersion" -> {
                        if (json.number() == FORMAT_VERSION) {
                            isUnderstood.add(key);
                        }
                    }
                    case "executions" ->
                        json.object(execution -> {
                            var aliases = new ArrayList<String>();
                            json.array(() -> aliases.add(json.scalar()));
                            parts.executions().put(execution, aliases);
                        });
                    case "models" -> json.object(alias -> parts.models().put(alias, json.raw()));
                    default -> json.skip();
                }
            });
            json.end();
        } catch (InvalidValueException e) {
            LOG.debug("Replacing {}, it cannot be read", file, e);
            isUnderstood.clear();
        }
        return isUnderstood.isEmpty() ? new Parts(new TreeMap<>(), new TreeMap<>()) : parts;
    }

    private static String format(Parts parts) {
        JsonWriter json = new JsonWriter(INDENT)
                .object()
                .member("formatVersion", FORMAT_VERSION)
                .name("executions")
                .object();
        parts.executions().forEach(json::member);
        json.end().name("models").object();
        parts.models().forEach((alias, text) -> json.name(alias).raw(text));
        return json.end().end() + "\n";
    }

    private static String format(ManifestEntry entry) {
        JsonWriter json = new JsonWriter(INDENT, MODEL_COLUMN)
                .object()
                .member("type", entry.repo().type().word())
                .member("id", entry.repo().id())
                .member("revision", entry.revision().name())
                .member("available", entry.commit() != null)
                .optionalMember("commit", text(entry.commit()))
                .optionalMember("path", text(entry.path()))
                .optionalMember("file", text(entry.file()));
        if (entry.commit() != null) {
            json.name("files").object();
            entry.files().stream().sorted(Comparator.comparing(RepoFile::path)).forEach(file -> append(json, file));
            json.end();
        }
        return json.end().toString();
    }

    /** A snapshot that another program has left without a listing may have files of which no hash is known. */
    private static void append(JsonWriter json, RepoFile file) {
        json.name(file.path()).inlineObject().member("size", file.contentSize());
        try {
            Digest digest = file.digest();
            json.member(digest.algorithm() == Digest.Algorithm.SHA256 ? "sha256" : "gitSha1", digest.hex());
        } catch (InvalidValueException e) {
            LOG.debug("The hash of {} is not known", Printable.of(file.path()), e);
        }
        json.end();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
