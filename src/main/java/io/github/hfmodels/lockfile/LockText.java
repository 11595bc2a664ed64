package io.github.hfmodels.lockfile;

import io.github.hfmodels.json.JsonText;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lock as the text of its file. The same lock gives the same bytes. A model's lines are its own, from its brace to its brace,
 * so that version control can merge changes to different models; what a change of another model touches is a comma at most.
 */
final class LockText {

    /** The version of the format that is written, and the last one that is understood. */
    static final int FORMAT_VERSION = 1;

    private LockText() {}

    static String of(ModelLock lock) {
        var json = new StringBuilder(256 + lock.models().size() * 1_024);
        json.append("{\n  \"formatVersion\": ").append(FORMAT_VERSION).append(",\n  \"models\": [");
        String separator = "\n";
        for (LockedModel model : lock.models()) {
            json.append(separator);
            append(json, model);
            separator = ",\n";
        }
        return json.append(lock.models().isEmpty() ? "]\n}\n" : "\n  ]\n}\n").toString();
    }

    private static void append(StringBuilder json, LockedModel model) {
        json.append("    {\n      \"source\": ");
        JsonText.append(json, model.source());
        member(json, "type", model.repo().type().word());
        member(json, "id", model.repo().id());
        member(json, "revision", model.revision().name());
        member(json, "commit", model.commit().hex());
        member(json, "license", model.license());
        // Not at the end: a change of this line must not touch the comma that another model's change may need.
        member(json, "checksum", checksum(model));
        appendPart(json, model.selection().part(), ",\n      ");
        member(json, "includes", model.selection().patterns().includes());
        member(json, "excludes", model.selection().patterns().excludes());
        appendCompanions(json, model.companions());
        json.append(",\n      \"files\": {");
        String separator = "\n        ";
        for (RepoFile file : model.files()) {
            json.append(separator);
            append(json, file);
            separator = ",\n        ";
        }
        json.append("\n      }\n    }");
    }

    private static void appendPart(StringBuilder json, Part part, String separator) {
        if (part instanceof Part.Code code) {
            json.append(separator).append("\"code\": ");
            append(json, code.modules());
        } else if (part instanceof Part.ByPreset chosen && chosen.options().preset() != Preset.SNAPSHOT) {
            PresetOptions options = chosen.options();
            append(json, separator, "preset", options.preset().word());
            append(json, separator, "variant", options.variant());
            append(json, separator, "modelClass", options.modelClass());
            append(json, separator, "processorClass", options.processorClass());
            if (options.trustRemoteCode()) {
                json.append(separator).append("\"trustRemoteCode\": true");
            }
        }
    }

    private static void append(StringBuilder json, String separator, String name, @Nullable String value) {
        if (value != null) {
            json.append(separator).append('"').append(name).append("\": ");
            JsonText.append(json, value);
        }
    }

    private static void appendCompanions(StringBuilder json, List<Companion> companions) {
        if (companions.isEmpty()) {
            return;
        }
        json.append(",\n      \"companions\": [");
        String separator = "\n        ";
        for (Companion companion : companions) {
            json.append(separator).append("{\"type\": ");
            JsonText.append(json, companion.repo().type().word());
            append(json, ", ", "id", companion.repo().id());
            append(json, ", ", "revision", companion.revision().name());
            appendPart(json, companion.part(), ", ");
            json.append('}');
            separator = ",\n        ";
        }
        json.append("\n      ]");
    }

    private static void append(StringBuilder json, List<String> values) {
        json.append('[');
        for (int i = 0; i < values.size(); i++) {
            json.append(i == 0 ? "" : ", ");
            JsonText.append(json, values.get(i));
        }
        json.append(']');
    }

    private static void append(StringBuilder json, RepoFile file) {
        JsonText.append(json, file.path());
        json.append(": {\"size\": ").append(file.contentSize());
        if (file.lfs() == null) {
            json.append(", \"gitSha1\": ");
            JsonText.append(json, file.blobId());
        }
        json.append(", \"sha256\": ");
        JsonText.append(json, file.contentSha256().orElseThrow());
        json.append('}');
    }

    private static void member(StringBuilder json, String name, @Nullable String value) {
        json.append(",\n      \"").append(name).append("\": ");
        if (value == null) {
            json.append("null");
        } else {
            JsonText.append(json, value);
        }
    }

    private static void member(StringBuilder json, String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        json.append(",\n      \"").append(name).append("\": ");
        append(json, values);
    }

    /**
     * What shows that somebody has changed a model's lines by hand. No protection from those who mean harm, since whoever can write
     * the file can write this too; and so not a slow hash.
     */
    static String checksum(LockedModel model) {
        var checksum = new CRC32();
        add(checksum, model.source());
        add(checksum, model.repo().toString());
        add(checksum, model.revision().name());
        add(checksum, model.commit().hex());
        add(checksum, String.valueOf(model.license()));
        add(checksum, model.selection().key());
        for (Companion companion : model.companions()) {
            add(checksum, companion.repo().toString());
            add(checksum, companion.revision().name());
            add(checksum, companion.part().description());
        }
        for (RepoFile file : model.files()) {
            add(checksum, file.path());
            add(checksum, Long.toString(file.contentSize()));
            add(checksum, file.lfs() == null ? file.blobId() : "");
            add(checksum, file.contentSha256().orElseThrow());
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static void add(CRC32 checksum, String text) {
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        checksum.update('\n');
    }
}
