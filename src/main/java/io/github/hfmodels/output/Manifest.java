package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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
import java.util.function.Consumer;

/**
 * The file with which other tools find a module's models. The same models give the same bytes. Each execution of the goal replaces
 * its own part.
 *
 * @param file the manifest; it may be missing
 */
public record Manifest(Path file) {

    private static final Log LOG = Log.of(Manifest.class);
    private static final int FORMAT_VERSION = 1;

    /** The content of a manifest: the aliases of each execution, and what writes the model of each alias. */
    private record Parts(SortedMap<String, List<String>> executions, SortedMap<String, Consumer<JsonWriter>> models) {}

    /**
     * Replaces the part of an execution. The parts of executions that no longer exist are removed.
     *
     * @param execution the id of the execution
     * @param others the ids of all executions that may exist
     * @param entries the models of the execution, one per alias
     * @return false when the file has this content already; it is not touched then
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
        entries.forEach(entry -> parts.models().put(entry.alias(), json -> append(json, entry)));
        String after = format(parts);
        if (after.equals(before)) {
            return false;
        }
        AtomicFile.write(file, after.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private String read() throws IOException {
        try {
            RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
            // Our files are ASCII, and with this charset no other file is an error.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // What is not a file is replaced, too, unless it is a folder.
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
                    case "models" ->
                        json.object(alias -> {
                            String model = json.raw();
                            parts.models().put(alias, writer -> writer.raw(model));
                        });
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
        var json = new JsonWriter(2);
        json.object().member("formatVersion", FORMAT_VERSION).name("executions").object();
        parts.executions().forEach(json::member);
        json.end().name("models").object();
        parts.models().forEach((alias, model) -> model.accept(json.name(alias)));
        return json.end().end() + "\n";
    }

    private static void append(JsonWriter json, ManifestEntry entry) {
        json.object();
        if (entry.repo().source() != SourceId.HUGGING_FACE) {
            json.member("source", entry.repo().source().word());
        }
        json.member("type", entry.repo().type().word());
        json.member("id", entry.repo().id()).member("revision", entry.revision().name());
        json.member("available", entry.commit() != null).optionalMember("commit", entry.commit());
        entry.places().forEach(json::member);
        if (entry.commit() != null) {
            json.name("files").object();
            for (RepoFile file : entry.files().stream()
                    .sorted(Comparator.comparing(RepoFile::path))
                    .toList()) {
                append(json, file);
            }
            json.end();
        }
        json.end();
    }

    /** The hash is unknown for a file of a snapshot that was made without a listing, and of a server that names none. */
    private static void append(JsonWriter json, RepoFile file) {
        json.name(file.path()).inlineObject().member("size", file.contentSize());
        try {
            Digest digest = file.digest();
            if (digest.isHash()) {
                json.member(digest.algorithm() == Digest.Algorithm.SHA256 ? "sha256" : "gitSha1", digest.hex());
            }
        } catch (InvalidValueException e) {
            LOG.debug("The hash of {} is not known", Printable.of(file.path()), e);
        }
        json.end();
    }
}
