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
import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file that says what a module's builds have laid out in output directories, so that a later one can remove what its models no
 * longer have. It is not the manifest, which only knows the models that are ready: after a build that failed, or was killed, the
 * files are still there.
 */
public final class LaidOutFiles {

    private static final Log LOG = Log.of(LaidOutFiles.class);
    private static final int FORMAT_VERSION = 1;

    private final Path file;
    private final String execution;
    private final Set<String> executions;
    private final Set<String> aliases;
    private final Predicate<Path> isShared;
    private @Nullable Outputs known;

    /**
     * @param file may be missing
     * @param execution the id of the execution that lays files out now
     * @param executions the ids of all executions that may exist
     * @param aliases the aliases of the execution's models
     * @param isShared whether others may use a folder too; nothing is removed from it then. Asked only where there is something
     */
    public LaidOutFiles(
            Path file, String execution, Set<String> executions, Set<String> aliases, Predicate<Path> isShared) {
        this.file = file;
        this.execution = execution;
        this.executions = Set.copyOf(executions);
        this.aliases = Set.copyOf(aliases);
        this.isShared = isShared;
    }

    /** What was laid out for one model: the folder, and the files with their hashes as {@link #text} writes them. */
    private record Output(String directory, SortedMap<String, String> files) {}

    /** By execution and alias. */
    private static final class Outputs extends TreeMap<String, SortedMap<String, Output>> {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Notes that a model's files will be laid out.
     *
     * @return the files that were laid out there before and that no model has any longer, with their hashes
     * @throws IOException when that cannot be noted
     */
    public Map<RepoPath, Digest> begin(String alias, Path directory, List<RepoFile> files) throws IOException {
        Outputs outputs = outputs();
        var wanted = new Output(directory.toString(), hashes(files));
        var others = new HashSet<String>();
        var stale = new TreeMap<String, String>();
        outputs.forEach((id, models) -> models.entrySet().removeIf(each -> {
            Output output = each.getValue();
            boolean isHere = output.directory().equals(wanted.directory());
            boolean isSuperseded = isHere && isSuperseded(id, each.getKey(), alias);
            if (isSuperseded) {
                stale.putAll(output.files());
            } else if (isHere) {
                others.addAll(output.files().keySet());
            }
            // The one of this model is replaced below.
            return isSuperseded && !(id.equals(execution) && each.getKey().equals(alias));
        }));
        files.forEach(each -> stale.remove(each.path()));
        stale.keySet().removeAll(others);
        if (!stale.isEmpty() && isShared.test(directory)) {
            stale.clear();
        }
        var all = new TreeMap<>(wanted.files());
        all.putAll(stale);
        put(alias, new Output(wanted.directory(), all));
        return digests(stale);
    }

    /**
     * Notes that a model's files are laid out, and the others removed.
     *
     * @throws IOException when that cannot be noted
     */
    public void complete(String alias, Path directory, List<RepoFile> files) throws IOException {
        put(alias, new Output(directory.toString(), hashes(files)));
    }

    /** Whether that is of this model, or of one that the POM no longer has. */
    private boolean isSuperseded(String otherExecution, String otherAlias, String alias) {
        return otherExecution.equals(execution)
                ? otherAlias.equals(alias) || !aliases.contains(otherAlias)
                : !executions.contains(otherExecution);
    }

    /** Where only models change that are gone, writing can wait. */
    private void put(String alias, Output output) throws IOException {
        Output before =
                outputs().computeIfAbsent(execution, id -> new TreeMap<>()).put(alias, output);
        // Not by equals of the record, which would be linked at run time: see package model.
        boolean isSame = before != null
                && before.directory().equals(output.directory())
                && before.files().equals(output.files());
        if (!isSame) {
            AtomicFile.write(file, format(outputs()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Outputs outputs() throws IOException {
        Outputs outputs = known == null ? read() : known;
        known = outputs;
        return outputs;
    }

    /** A file that is not of this format counts as empty; what it knew then stays in the output directories. */
    private Outputs read() throws IOException {
        var outputs = new Outputs();
        var isUnderstood = new ArrayList<String>();
        try {
            RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
            // Ours is ASCII, and with this charset no other file is an error.
            var json = new JsonReader(Files.readString(file, StandardCharsets.ISO_8859_1));
            json.object(key -> {
                switch (key) {
                    case "formatVersion" -> {
                        if (json.number() == FORMAT_VERSION) {
                            isUnderstood.add(key);
                        }
                    }
                    case "executions" ->
                        json.object(id -> {
                            var models = new TreeMap<String, Output>();
                            json.object(alias -> models.put(alias, readOutput(json)));
                            outputs.put(id, models);
                        });
                    default -> json.skip();
                }
            });
            json.end();
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // What is not a file is replaced, too, unless it is a folder.
            return new Outputs();
        } catch (InvalidValueException e) {
            LOG.debug("Replacing {}, it cannot be read", file, e);
            return new Outputs();
        }
        return isUnderstood.isEmpty() ? new Outputs() : outputs;
    }

    private static Output readOutput(JsonReader json) {
        var directory = new ArrayList<String>();
        var files = new TreeMap<String, String>();
        json.object(key -> {
            switch (key) {
                case "directory" -> directory.add(json.scalar());
                case "files" -> json.object(path -> files.put(path, json.scalar()));
                default -> json.skip();
            }
        });
        return new Output(directory.isEmpty() ? "" : directory.get(0), files);
    }

    private static String format(Outputs outputs) {
        var json = new JsonWriter(1);
        json.object().member("formatVersion", FORMAT_VERSION).name("executions").object();
        outputs.forEach((id, models) -> {
            json.name(id).object();
            models.forEach((alias, output) -> {
                json.name(alias).object().member("directory", output.directory());
                json.name("files").object();
                output.files().forEach(json::member);
                json.end().end();
            });
            json.end();
        });
        return json.end().end() + "\n";
    }

    /** Without those whose hash is not known: nobody could say later whether they were changed. */
    private static SortedMap<String, String> hashes(List<RepoFile> files) {
        var hashes = new TreeMap<String, String>();
        for (RepoFile each : files) {
            try {
                Digest digest = each.digest();
                if (digest.isHash()) {
                    hashes.put(each.path(), text(digest));
                }
            } catch (InvalidValueException e) {
                LOG.debug("The hash of {} is not known", Printable.of(each.path()), e);
            }
        }
        return hashes;
    }

    private static String text(Digest digest) {
        return digest.algorithm().name() + " " + digest.hex();
    }

    private static Map<RepoPath, Digest> digests(SortedMap<String, String> hashes) {
        var digests = new LinkedHashMap<RepoPath, Digest>();
        hashes.forEach((path, text) -> {
            for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
                String prefix = algorithm.name() + " ";
                try {
                    if (text.startsWith(prefix)) {
                        digests.put(new RepoPath(path), new Digest(algorithm, text.substring(prefix.length())));
                    }
                } catch (InvalidValueException e) {
                    LOG.debug("The record of {} is unusable", Printable.of(path), e);
                }
            }
        });
        return digests;
    }
}
