package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.json.JsonText;
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
import java.util.Map;
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

    /** A text that is no manifest, or one of another version, counts as none: it can be had again at any time. */
    private Parts parse(String text) {
        var parts = new Parts(new TreeMap<>(), new TreeMap<>());
        if (text.isEmpty()) {
            return parts;
        }
        var isUnderstood = new ArrayList<String>();
        try {
            var json = new JsonText(text);
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
            LOG.debug("Writing {} anew, it cannot be read", file, e);
            isUnderstood.clear();
        }
        return isUnderstood.isEmpty() ? new Parts(new TreeMap<>(), new TreeMap<>()) : parts;
    }

    private static String format(Parts parts) {
        var json = new StringBuilder("{\n  \"formatVersion\": " + FORMAT_VERSION + ",\n  \"executions\": {");
        String separator = "\n    ";
        for (Map.Entry<String, List<String>> execution : parts.executions().entrySet()) {
            json.append(separator);
            JsonText.append(json, execution.getKey());
            json.append(": [");
            for (int i = 0; i < execution.getValue().size(); i++) {
                json.append(i == 0 ? "" : ", ");
                JsonText.append(json, execution.getValue().get(i));
            }
            json.append(']');
            separator = ",\n    ";
        }
        json.append("\n  },\n  \"models\": {");
        separator = "\n    ";
        for (Map.Entry<String, String> model : parts.models().entrySet()) {
            json.append(separator);
            JsonText.append(json, model.getKey());
            json.append(": ").append(model.getValue());
            separator = ",\n    ";
        }
        return json.append(parts.models().isEmpty() ? "}\n}\n" : "\n  }\n}\n").toString();
    }

    private static String format(ManifestEntry entry) {
        var json = new StringBuilder("{\n      \"type\": ");
        JsonText.append(json, entry.repo().type().word());
        member(json, "id", entry.repo().id());
        member(json, "revision", entry.revision().name());
        json.append(",\n      \"available\": ").append(entry.commit() != null);
        if (entry.commit() != null) {
            member(json, "commit", entry.commit().hex());
        }
        member(json, "path", entry.path());
        member(json, "file", entry.file());
        if (entry.commit() != null) {
            appendFiles(json, entry.files());
        }
        return json.append("\n    }").toString();
    }

    private static void appendFiles(StringBuilder json, List<RepoFile> files) {
        json.append(",\n      \"files\": {");
        String separator = "\n        ";
        for (RepoFile file :
                files.stream().sorted(Comparator.comparing(RepoFile::path)).toList()) {
            json.append(separator);
            JsonText.append(json, file.path());
            json.append(": {\"size\": ").append(file.contentSize());
            appendHash(json, file);
            json.append('}');
            separator = ",\n        ";
        }
        json.append("\n      }");
    }

    /** A snapshot that another program has left without a listing may have files of which no hash is known. */
    private static void appendHash(StringBuilder json, RepoFile file) {
        try {
            Digest digest = file.digest();
            json.append(digest.algorithm() == Digest.Algorithm.SHA256 ? ", \"sha256\": " : ", \"gitSha1\": ");
            JsonText.append(json, digest.hex());
        } catch (InvalidValueException e) {
            LOG.debug("No hash is known of {}", Printable.of(file.path()), e);
        }
    }

    private static void member(StringBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.append(",\n      \"").append(name).append("\": ");
            JsonText.append(json, value.toString());
        }
    }
}
