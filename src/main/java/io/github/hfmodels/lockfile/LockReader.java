package io.github.hfmodels.lockfile;

import io.github.hfmodels.json.JsonText;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.selection.Companion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the text of a lock file, and finds what no goal has written. */
final class LockReader {

    private static final Logger LOG = LoggerFactory.getLogger(LockReader.class);

    /** What git writes around a conflict, in its two styles. */
    private static final Pattern CONFLICT = Pattern.compile("(?m)^(?:<{7} .*|={7}|>{7} .*|\\|{7} .*)$");

    private final String text;
    private final JsonText json;
    private final List<LockedModel> models = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    /** Where in the text each begins. */
    private final Map<LockedModel, Integer> starts = new IdentityHashMap<>();

    LockReader(String text) {
        this.text = text;
        this.json = new JsonText(text);
    }

    /**
     * What is wrong with a model's lines.
     *
     * @param model what they say
     * @param line where they begin
     * @param problem what is wrong, such as that they were changed by hand
     */
    record Damage(LockedModel model, int line, String problem) {}

    /** The models whose lines are as they were written. */
    List<LockedModel> intact() {
        return models;
    }

    /** The others, as far as they can be read. */
    List<Damage> damages() {
        return damages;
    }

    /**
     * Reads all of it.
     *
     * @throws InvalidValueException when it cannot be read; the message says where, why and what to do
     */
    void read() {
        Matcher conflict = CONFLICT.matcher(text);
        // A pattern takes its time for a text of some size, and nearly always in vain.
        boolean isPossible = text.contains("<<<<<<<") || text.contains("=======") || text.contains(">>>>>>>");
        if (isPossible && conflict.find()) {
            throw new InvalidValueException("line " + lineOf(conflict.start())
                    + " is a mark of a merge conflict; keep one side of each, then run mvn hf-models:lock");
        }
        try {
            readAll();
        } catch (RuntimeException e) {
            refuseNewerVersion();
            throw new InvalidValueException(
                    "line " + lineOf(json.position()) + " is not as it was written ("
                            + Printable.of(String.valueOf(e.getMessage()))
                            + "); take the file from version control again, or delete it and run mvn hf-models:lock",
                    e);
        }
        findContradictions();
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

    /** What is not understood may be so because it is newer, wherever in the text that is said. */
    private void refuseNewerVersion() {
        long version = 0;
        try {
            version = versionAnywhere();
        } catch (RuntimeException e) {
            LOG.debug("No format version can be read", e);
        }
        if (version > LockText.FORMAT_VERSION) {
            throw new InvalidValueException("its format version is " + version
                    + ", and this version of the plugin knows versions up to " + LockText.FORMAT_VERSION
                    + "; use a newer version of hf-models-maven-plugin");
        }
    }

    private long versionAnywhere() {
        var any = new JsonText(text);
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
        var companions = new ArrayList<Companion>();
        var seen = new HashSet<String>();
        json.object(key -> {
            once(seen, key);
            switch (key) {
                case "source", "commit", "checksum" -> fields.readText(key, json);
                case "license" -> fields.readTextOrNull(key, json);
                case "includes", "excludes" -> fields.readList(key, json);
                case "companions" -> json.array(() -> companions.add(readCompanion()));
                case "files" -> {
                    var paths = new HashSet<String>();
                    json.object(path -> {
                        once(paths, path);
                        files.add(readFile(path));
                    });
                }
                default -> {
                    if (!fields.read(key, json)) {
                        throw unknown(key);
                    }
                }
            }
        });
        require(seen, "files");
        fields.require("source", "type", "id", "revision", "commit", "license", "checksum");
        var model = new LockedModel(
                fields.text("source"),
                fields.repo(),
                fields.revision(),
                new CommitHash(fields.text("commit")),
                fields.textOrNull("license"),
                fields.selection(),
                files,
                companions);
        add(start, model, fields.text("checksum"));
    }

    private Companion readCompanion() {
        var fields = new LockFields();
        json.object(key -> {
            if (!fields.read(key, json)) {
                throw unknown(key);
            }
        });
        fields.require("type", "id", "revision");
        return fields.companion();
    }

    private void add(int start, LockedModel model, String checksum) {
        starts.put(model, start);
        if (LockText.checksum(model).equals(checksum)) {
            models.add(model);
        } else {
            damages.add(damage(model, "was changed by hand"));
        }
    }

    private Damage damage(LockedModel model, String problem) {
        return new Damage(model, lineOf(starts.getOrDefault(model, 0)), problem);
    }

    private RepoFile readFile(String path) {
        var fields = new HashMap<String, String>();
        json.object(key -> {
            switch (key) {
                case "size", "gitSha1", "sha256" -> {
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
        RepoFile file = new RepoFile(path, size, "", new RepoFile.Lfs(sha256, size), null);
        file.digest();
        if (gitSha1 != null) {
            file = new RepoFile(path, size, gitSha1, null, null, sha256);
            file.digest();
        }
        return file;
    }

    /** What a merge of two changes to one model can bring about, without a conflict in the text. */
    private void findContradictions() {
        var commits = new HashMap<String, String>();
        var requests = new HashSet<String>();
        for (LockedModel model : List.copyOf(models)) {
            String commit = model.commit().hex();
            String other = commits.putIfAbsent(model.source() + " " + model, commit);
            boolean isNew = requests.add(model.source() + " " + model.key());
            if (isNew && (other == null || other.equals(commit))) {
                continue;
            }
            models.remove(model);
            damages.add(damage(model, isNew ? "is locked at two commits" : "is there twice"));
        }
    }

    private static void once(Set<String> seen, String key) {
        if (!seen.add(key)) {
            throw new InvalidValueException("'" + key + "' twice");
        }
    }

    private static void require(Set<String> seen, String... keys) {
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
