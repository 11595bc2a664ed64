package io.github.hfmodels.lockfile;

import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of a model or a companion while they are read. */
final class LockFields {

    private final Map<String, @Nullable String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    /** Reads a member that models and companions have; gives false, and does not read it, if it is another one. */
    boolean read(String key, JsonReader json) {
        switch (key) {
            case "type", "id", "revision", "preset", "variant", "modelClass", "processorClass" ->
                put(key, json.scalar());
            case "trustRemoteCode" -> put(key, flag(json.raw()));
            case "code", "paths" -> readList(key, json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads a member that is a string. */
    void readText(String key, JsonReader json) {
        put(key, json.scalar());
    }

    /** Reads a member that is a string or null. */
    void readTextOrNull(String key, JsonReader json) {
        put(key, json.scalarOrNull());
    }

    /** Reads a member that is an array of strings. */
    void readList(String key, JsonReader json) {
        var values = new ArrayList<String>();
        json.array(() -> values.add(json.scalar()));
        if (lists.put(key, values) != null) {
            throw twice(key);
        }
    }

    private static String flag(String word) {
        if (!word.equals("true")) {
            throw new InvalidValueException("trustRemoteCode " + word);
        }
        return word;
    }

    private void put(String key, @Nullable String value) {
        if (texts.containsKey(key)) {
            throw twice(key);
        }
        texts.put(key, value);
    }

    /** Requires members to have been read. */
    void require(String... keys) {
        LockReader.require(texts.keySet(), keys);
    }

    /** A member that was read. */
    String text(String key) {
        return String.valueOf(texts.get(key));
    }

    /** A member that may be null or missing. */
    @Nullable
    String textOrNull(String key) {
        return texts.get(key);
    }

    RepoId repo(SourceId source) {
        return new RepoId(
                source,
                RepoType.ofWord(text("type"))
                        .orElseThrow(() -> new InvalidValueException("type '" + text("type") + "'")),
                text("id"));
    }

    Revision revision() {
        return new Revision(text("revision"));
    }

    Selection selection() {
        return Selection.of(
                part(), lists.getOrDefault("includes", List.of()), lists.getOrDefault("excludes", List.of()));
    }

    ModelCard card() {
        return new ModelCard(
                texts.get("licenseLink"),
                texts.get("task"),
                texts.get("library"),
                lists.getOrDefault("baseModels", List.of()),
                lists.getOrDefault("datasets", List.of()),
                lists.getOrDefault("languages", List.of()));
    }

    Companion companion(SourceId source) {
        if (!texts.containsKey("preset") && !lists.containsKey("code") && !lists.containsKey("paths")) {
            throw new InvalidValueException("neither 'preset' nor 'code' nor 'paths'");
        }
        return new Companion(repo(source), revision(), part(), "");
    }

    private Part part() {
        List<String> code = lists.get("code");
        List<String> paths = lists.get("paths");
        boolean hasPreset = texts.containsKey("preset");
        for (String option : List.of("variant", "modelClass", "processorClass", "trustRemoteCode")) {
            if (texts.containsKey(option) && !hasPreset) {
                throw new InvalidValueException("'" + option + "' without 'preset'");
            }
        }
        if (Stream.of(code != null, paths != null, hasPreset).filter(has -> has).count() > 1) {
            throw new InvalidValueException("more than one of 'preset', 'code' and 'paths'");
        }
        if (code != null) {
            return new Part.Code(code);
        }
        if (paths != null) {
            return new Part.Files(paths);
        }
        String word = texts.getOrDefault("preset", Preset.SNAPSHOT.word());
        Preset preset = Preset.ofWord(String.valueOf(word))
                .orElseThrow(() -> new InvalidValueException("preset '" + word + "'"));
        return new Part.ByPreset(new PresetOptions(
                preset,
                texts.get("variant"),
                texts.get("modelClass"),
                texts.get("processorClass"),
                texts.containsKey("trustRemoteCode")));
    }

    private static InvalidValueException twice(String key) {
        return new InvalidValueException("'" + key + "' twice");
    }
}
