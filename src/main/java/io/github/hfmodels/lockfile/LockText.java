package io.github.hfmodels.lockfile;

import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lock as the text of its file. The same lock gives the same bytes. A model's lines are its own, from its brace to its brace,
 * so that version control can merge changes to different models; a change of another model touches a comma at most.
 */
final class LockText {

    /** The version of the format that is written, and the latest that is understood. */
    static final int FORMAT_VERSION = 1;

    private final JsonWriter json = new JsonWriter(2);

    private LockText() {}

    static String of(ModelLock lock) {
        var text = new LockText();
        text.json.object().member("formatVersion", FORMAT_VERSION);
        text.json.name("models").array();
        lock.models().forEach(text::append);
        return text.json.end().end() + "\n";
    }

    private void append(LockedModel model) {
        json.object().member("source", model.repo().source().word());
        append(model.repo(), model.revision());
        json.member("commit", model.commit().hex())
                .member("license", model.license())
                .optionalMember("scan", model.scan().map(ScanVerdict::word).orElse(null));
        append(model.card());
        append(model.selection().part());
        appendUnlessEmpty("includes", model.selection().patterns().includes());
        appendUnlessEmpty("excludes", model.selection().patterns().excludes());
        if (!model.companions().isEmpty()) {
            json.name("companions").array();
            model.companions().forEach(this::append);
            json.end();
        }
        json.name("files").object();
        model.files().forEach(file -> append(file, model.scans().get(file.path())));
        json.end().end();
    }

    private void append(Companion companion) {
        json.inlineObject();
        append(companion.repo(), companion.revision());
        append(companion.part());
        json.end();
    }

    private void append(RepoId repo, Revision revision) {
        json.member("type", repo.type().word()).member("id", repo.id()).member("revision", revision.name());
    }

    private void append(Part part) {
        if (part instanceof Part.Code code) {
            json.member("code", code.modules());
        } else if (part instanceof Part.Files files) {
            json.member("paths", files.paths());
        } else if (part instanceof Part.ByPreset chosen && chosen.options().preset() != Preset.SNAPSHOT) {
            PresetOptions options = chosen.options();
            json.member("preset", options.preset().word())
                    .optionalMember("variant", options.variant())
                    .optionalMember("modelClass", options.modelClass())
                    .optionalMember("processorClass", options.processorClass());
            if (options.trustRemoteCode()) {
                json.member("trustRemoteCode", true);
            }
        }
    }

    private void append(ModelCard card) {
        if (card.isEmpty()) {
            return;
        }
        json.name("card")
                .inlineObject()
                .optionalMember("licenseLink", card.licenseLink())
                .optionalMember("task", card.task())
                .optionalMember("library", card.library());
        appendUnlessEmpty("baseModels", card.baseModels());
        appendUnlessEmpty("datasets", card.datasets());
        appendUnlessEmpty("languages", card.languages());
        json.end();
    }

    private void appendUnlessEmpty(String name, List<String> values) {
        if (!values.isEmpty()) {
            json.member(name, values);
        }
    }

    /** @param scan null where nothing is known of it */
    private void append(RepoFile file, @Nullable ScanVerdict scan) {
        json.name(file.path())
                .inlineObject()
                .member("size", file.contentSize())
                .optionalMember("gitSha1", file.lfs() == null ? file.blobId() : null)
                .member("sha256", file.contentSha256().orElseThrow())
                .optionalMember("scan", scan == null || scan == ScanVerdict.SAFE ? null : scan.word())
                .end();
    }
}
