package io.github.hfmodels.lockfile;

import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a lock file. Other tools may have edited it, and version control may have merged it. */
final class LockReader {

    private static final Log LOG = Log.of(LockReader.class);

    /** What git writes around a conflict, in its two styles. */
    private static final Pattern CONFLICT = Pattern.compile("(?m)^(?:<{7} .*|={7}|>{7} .*|\\|{7} .*)$");

    private final String text;
    private final JsonReader json;
    private final List<Entry> entries = new ArrayList<>();

    LockReader(String text) {
        this.text = text;
        this.json = new JsonReader(text);
    }

    /** A model, and where it begins in the text. */
    private record Entry(LockedModel model, int start) {}

    /**
     * Reads the whole text.
     *
     * @throws UserException when it is not a lock that this version understands; the message says where, why and what to do
     */
    ModelLock read() {
        refuseConflictMarkers();
        try {
            readAll();
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException e) {
            refuseNewerVersion();
            throw new UserException(
                    "line " + lineOf(json.position()) + " is not valid (" + Printable.of(String.valueOf(e.getMessage()))
                            + ")",
                    Advice.of("correct it, or restore the file from version control"),
                    e);
        }
        refuseContradictions();
        return new ModelLock(entries.stream().map(Entry::model).toList());
    }

    private void refuseConflictMarkers() {
        // The pattern takes long for a large text, and hardly ever matches.
        if (!text.contains("<<<<<<<") && !text.contains("=======") && !text.contains(">>>>>>>")) {
            return;
        }
        Matcher conflict = CONFLICT.matcher(text);
        if (conflict.find()) {
            throw new UserException(
                    "line " + lineOf(conflict.start()) + " is a conflict marker",
                    new Advice(Advice.Action.LOCK, "resolve the merge conflict"));
        }
    }

    private int lineOf(int position) {
        return 1 + (int) text.chars().limit(position).filter(c -> c == '\n').count();
    }

    private void readAll() {
        var seen = new HashSet<String>();
        json.object(key -> {
            once(seen, key);
            switch (key) {
                case "formatVersion" -> checkVersion(json.number());
                case "models" -> {
                    require(seen, "formatVersion");
                    json.array(this::readModel);
                }
                default -> throw unknown(key);
            }
        });
        json.end();
        require(seen, "formatVersion", "models");
    }

    /** A newer format may look different in any place, so its version is read whenever the text is not understood. */
    private void refuseNewerVersion() {
        long version = 0;
        try {
            version = versionAnywhere();
        } catch (RuntimeException e) {
            LOG.debug("The format version cannot be read", e);
        }
        if (version > LockText.FORMAT_VERSION) {
            throw new UserException(
                    "its format version is " + version + ", and this version of the plugin knows versions up to "
                            + LockText.FORMAT_VERSION,
                    Advice.of("use a newer version of hf-models-maven-plugin"));
        }
    }

    private long versionAnywhere() {
        var any = new JsonReader(text);
        var version = new AtomicLong();
        any.object(key -> {
            if (key.equals("formatVersion")) {
                version.set(any.number());
            } else {
                any.skip();
            }
        });
        return version.get();
    }

    private static void checkVersion(long version) {
        if (version != LockText.FORMAT_VERSION) {
            throw new InvalidValueException("formatVersion " + version);
        }
    }

    private void readModel() {
        int start = json.next();
        var fields = new LockFields();
        var files = new ArrayList<RepoFile>();
        var companions = new ArrayList<LockFields>();
        var card = new LockFields();
        var scans = new HashMap<String, ScanVerdict>();
        var seen = new HashSet<String>();
        json.object(key -> {
            once(seen, key);
            switch (key) {
                case "source", "commit", "scan" -> fields.readText(key, json);
                case "license" -> fields.readTextOrNull(key, json);
                case "includes", "excludes" -> fields.readList(key, json);
                case "card" -> readCard(card);
                case "companions" -> json.array(() -> companions.add(readCompanion()));
                case "files" -> {
                    var paths = new HashSet<String>();
                    json.object(path -> {
                        once(paths, path);
                        files.add(readFile(path, scans));
                    });
                }
                // An earlier version wrote it. Contents are checked by their hashes.
                case "checksum" -> json.skip();
                default -> {
                    if (!fields.read(key, json)) {
                        throw unknown(key);
                    }
                }
            }
        });
        require(seen, "files");
        fields.require("source", "type", "id", "revision", "commit", "license");
        SourceId source = source(fields, start);
        // The names of its contents in the cache are others.
        if (source != SourceId.HUGGING_FACE && files.stream().anyMatch(file -> file.lfs() == null)) {
            throw new InvalidValueException("'gitSha1' of a file of " + source.word());
        }
        var model = new LockedModel(
                fields.repo(source),
                fields.revision(),
                new CommitHash(fields.text("commit")),
                fields.textOrNull("license"),
                fields.selection(),
                files,
                companions.stream()
                        .map(companion -> companion.companion(source))
                        .toList(),
                card.card(),
                scans(fields.textOrNull("scan"), files, scans));
        entries.add(new Entry(model, start));
    }

    private void readCard(LockFields card) {
        json.object(key -> {
            switch (key) {
                case "licenseLink", "task", "library" -> card.readText(key, json);
                case "baseModels", "datasets", "languages" -> card.readList(key, json);
                default -> throw unknown(key);
            }
        });
    }

    /**
     * The verdict on each file.
     *
     * @param worst the worst of them, as the model has it; null for none
     * @param bad those on files that have their own
     */
    private static Map<String, ScanVerdict> scans(
            @Nullable String worst, List<RepoFile> files, Map<String, ScanVerdict> bad) {
        if (worst == null) {
            if (!bad.isEmpty()) {
                throw new InvalidValueException("'scan' of a file, and none of the model");
            }
            return bad;
        }
        for (RepoFile file : files) {
            bad.putIfAbsent(file.path(), ScanVerdict.SAFE);
        }
        Optional<ScanVerdict> found = ScanVerdict.worst(bad.values());
        if (!found.equals(Optional.of(verdict(worst)))) {
            throw new InvalidValueException("'scan' of the model is " + worst + ", and the worst of its files is "
                    + found.map(ScanVerdict::word).orElse("none"));
        }
        return bad;
    }

    private static ScanVerdict verdict(String word) {
        return ScanVerdict.ofWord(word).orElseThrow(() -> new InvalidValueException("scan '" + word + "'"));
    }

    /** The one place that knows the sources. Another source's ids and hashes may follow rules of their own, so it is refused first. */
    private SourceId source(LockFields fields, int start) {
        String word = fields.text("source");
        return SourceId.ofWord(word)
                .orElseThrow(() -> new UserException(
                        "line " + lineOf(start) + ": the model "
                                + Printable.of(fields.text("id") + "@" + fields.text("revision"))
                                + " is of the source '" + Printable.of(word) + "', which this version does not know",
                        Advice.of("use a newer version of hf-models-maven-plugin, or remove the model from the file")));
    }

    private LockFields readCompanion() {
        var fields = new LockFields();
        json.object(key -> {
            if (!fields.read(key, json)) {
                throw unknown(key);
            }
        });
        fields.require("type", "id", "revision");
        return fields;
    }

    /** @param scans gets the verdict on the file, if it has one */
    private RepoFile readFile(String path, Map<String, ScanVerdict> scans) {
        var fields = new HashMap<String, String>();
        json.object(key -> {
            switch (key) {
                case "size", "gitSha1", "sha256", "scan" -> {
                    String value = key.equals("size") ? Long.toString(json.number()) : json.scalar();
                    if (fields.put(key, value) != null) {
                        throw new InvalidValueException("'" + key + "' twice");
                    }
                }
                default -> throw unknown(key);
            }
        });
        require(fields.keySet(), "size", "sha256");
        long size = Long.parseLong(fields.get("size"));
        String sha256 = Objects.requireNonNull(fields.get("sha256"));
        String gitSha1 = fields.get("gitSha1");
        String scan = fields.get("scan");
        if (scan != null) {
            scans.put(path, verdict(scan));
        }
        RepoFile file = new RepoFile(path, size, "", new RepoFile.Lfs(sha256, size), null);
        file.digest();
        if (gitSha1 != null) {
            file = new RepoFile(path, size, gitSha1, null, null, sha256);
            file.digest();
        }
        return file;
    }

    /** Git merges two changes of one model without a conflict if they touch different lines, and the result may contradict itself. */
    private void refuseContradictions() {
        Map<String, Entry> byRequest = new HashMap<>();
        Map<String, Entry> byRevision = new HashMap<>();
        for (Entry entry : entries) {
            LockedModel model = entry.model();
            Entry same = byRequest.putIfAbsent(model.key(), entry);
            if (same != null) {
                throw contradiction(entry, "is also in line " + lineOf(same.start()));
            }
            Entry other = byRevision.putIfAbsent(model.toString(), entry);
            if (model.revision().isCommit()
                    && !model.revision().name().equals(model.commit().hex())) {
                throw new UserException(
                        "line " + lineOf(entry.start()) + ": the model " + model + " is locked at another commit, "
                                + model.commit(),
                        Advice.of("restore the file from version control"));
            }
            if (other != null && !other.model().commit().equals(model.commit())) {
                throw contradiction(
                        entry,
                        "is locked at commit " + model.commit() + ", and in line " + lineOf(other.start())
                                + " at commit " + other.model().commit());
            }
        }
    }

    private UserException contradiction(Entry entry, String problem) {
        return new UserException(
                "line " + lineOf(entry.start()) + ": the model " + entry.model() + " " + problem,
                new Advice(Advice.Action.LOCK, "remove one of the two"));
    }

    private static void once(Set<String> seen, String key) {
        if (!seen.add(key)) {
            throw new InvalidValueException("'" + key + "' twice");
        }
    }

    static void require(Set<String> seen, String... keys) {
        for (String key : keys) {
            if (!seen.contains(key)) {
                throw new InvalidValueException("no '" + key + "'");
            }
        }
    }

    private static InvalidValueException unknown(String key) {
        return new InvalidValueException("unknown '" + key + "'");
    }
}
