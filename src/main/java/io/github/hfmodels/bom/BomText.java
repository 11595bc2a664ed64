package io.github.hfmodels.bom;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bill of materials as the text of its file. What a card declares is made printable, since people read it in other tools; paths
 * are as they are.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">The format</a>
 */
final class BomText {

    private static final String PREFIX = "hf-models:";

    private final Bom bom;
    private final Collection<BomModel> models;
    private final JsonWriter json = new JsonWriter(2);

    private BomText(Bom bom, Collection<BomModel> models) {
        this.bom = bom;
        this.models = models;
    }

    static String of(Bom bom) {
        Collection<BomModel> models = BomModel.of(bom.models());
        byte[] anonymous = new BomText(bom, models).text(null).getBytes(StandardCharsets.UTF_8);
        return new BomText(bom, models).text("urn:uuid:" + UUID.nameUUIDFromBytes(anonymous));
    }

    /** @param serial the serial number; null while it is not known, since it is made from the rest */
    private String text(@Nullable String serial) {
        json.object()
                .member("$schema", bom.version().schema())
                .member("bomFormat", "CycloneDX")
                .member("specVersion", bom.version().number())
                .optionalMember("serialNumber", serial)
                .member("version", 1);
        appendMetadata();
        json.name("components").array();
        models.forEach(this::append);
        json.end();
        appendDependencies();
        return json.end() + "\n";
    }

    private void appendMetadata() {
        json.name("metadata").object().optionalMember("timestamp", bom.timestamp());
        json.name("tools").object().name("components").array();
        json.object().member("type", "application");
        append(bom.tool());
        json.end().end().end();
        if (bom.project() != null) {
            // The type is what cyclonedx-maven-plugin has where nobody tells it another.
            json.name("component").object().member("type", "library");
            json.member("bom-ref", PackageUrls.of(bom.project()));
            append(bom.project());
            json.member("purl", PackageUrls.of(bom.project())).end();
        }
        json.end();
    }

    private void append(MavenCoordinates project) {
        json.member("group", project.groupId())
                .member("name", project.artifactId())
                .member("version", project.version());
    }

    private void append(BomModel model) {
        RepoId repo = model.repo();
        json.object().member("type", type(repo)).member("bom-ref", model.url());
        appendSupplier(repo);
        appendName(repo);
        json.member("version", model.commit().hex());
        Collection<RepoFile> files = model.files();
        appendLicenses(model);
        json.member("purl", model.url());
        if (PackageUrls.isHubModel(repo)) {
            appendAncestors(model.card().baseModels());
        }
        appendReferences(model);
        if (!files.isEmpty()) {
            json.name("components").array();
            files.forEach(file -> append(file, model));
            json.end();
        }
        if (repo.type() == RepoType.MODEL) {
            appendCard(model.card());
        } else if (repo.type() == RepoType.DATASET) {
            json.name("data").array();
            appendDataset(repo.id(), Website.page(repo));
            json.end();
        }
        appendProperties(model);
        json.end();
    }

    private static String type(RepoId repo) {
        return switch (repo.type()) {
            case MODEL -> "machine-learning-model";
            case DATASET -> "data";
            case SPACE, KERNEL -> "application";
        };
    }

    private void appendSupplier(RepoId repo) {
        if (repo.owner() == null) {
            return;
        }
        json.name("supplier").object().member("name", repo.owner());
        String page = Website.owner(repo);
        if (page != null) {
            json.member("url", List.of(page));
        }
        json.end();
    }

    private void appendName(RepoId repo) {
        json.optionalMember("group", repo.owner()).member("name", repo.name());
    }

    private void appendHash(RepoFile file) {
        file.contentSha256().ifPresent(hex -> {
            json.name("hashes").array();
            json.inlineObject().member("alg", "SHA-256").member("content", hex).end();
            json.end();
        });
    }

    private void appendLicenses(BomModel model) {
        List<DeclaredLicense> licenses = DeclaredLicense.of(model.license(), model.card());
        if (licenses.isEmpty()) {
            return;
        }
        json.name("licenses").array();
        for (DeclaredLicense license : licenses) {
            json.object().name("license").object();
            json.member(license.isSpdx() ? "id" : "name", license.name());
            json.member("acknowledgement", "declared").optionalMember("url", license.url());
            json.end().end();
        }
        json.end();
    }

    private void appendAncestors(List<String> baseModels) {
        if (baseModels.isEmpty()) {
            return;
        }
        json.name("pedigree").object().name("ancestors").array();
        for (String each : baseModels) {
            json.object().member("type", "machine-learning-model");
            RepoId repo = hubModel(each);
            if (repo == null) {
                json.member("name", Printable.of(each));
            } else {
                appendName(repo);
                json.member("purl", PackageUrls.of(repo));
            }
            json.end();
        }
        json.end().end();
    }

    /** The model that a card names; null where it names none. */
    private static @Nullable RepoId hubModel(String text) {
        try {
            return new RepoId(RepoType.MODEL, text);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private void appendReferences(BomModel model) {
        json.name("externalReferences").array();
        appendReference("website", Website.page(model.repo()));
        appendReference("distribution", Website.files(model.repo(), model.commit()));
        appendReference("vcs", Website.git(model.repo()));
        json.end();
    }

    private void appendReference(String type, @Nullable String url) {
        if (url != null) {
            json.inlineObject().member("type", type).member("url", url).end();
        }
    }

    private void append(RepoFile file, BomModel model) {
        json.object().member("type", "file").member("name", file.path());
        appendHash(file);
        json.name("properties").array();
        appendProperty("size", Long.toString(file.contentSize()));
        model.scan(file).ifPresent(verdict -> appendProperty("scan", verdict.word()));
        json.end().end();
    }

    private void appendCard(ModelCard card) {
        boolean hasParameters = card.task() != null || !card.datasets().isEmpty();
        boolean hasProperties = card.library() != null || !card.languages().isEmpty();
        if (!hasParameters && !hasProperties) {
            return;
        }
        json.name("modelCard").object();
        if (hasParameters) {
            json.name("modelParameters").object().optionalMember("task", printable(card.task()));
            if (!card.datasets().isEmpty()) {
                json.name("datasets").array();
                card.datasets().forEach(each -> appendDataset(Printable.of(each), null));
                json.end();
            }
            json.end();
        }
        if (hasProperties) {
            json.name("properties").array();
            if (card.library() != null) {
                appendProperty("library", Printable.of(card.library()));
            }
            card.languages().forEach(each -> appendProperty("language", Printable.of(each)));
            json.end();
        }
        json.end();
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : Printable.of(text);
    }

    private void appendDataset(String name, @Nullable String url) {
        json.object().member("type", "dataset").member("name", name);
        if (url != null) {
            json.name("contents").inlineObject().member("url", url).end();
        }
        json.end();
    }

    private void appendProperties(BomModel model) {
        json.name("properties").array();
        appendProperty("source", model.repo().source().word());
        model.texts(part -> part.request().revision().name()).forEach(each -> appendProperty("revision", each));
        model.texts(part -> part.request().selection().toString()).forEach(each -> appendProperty("selection", each));
        model.texts(part -> Boolean.toString(part.isLocked())).forEach(each -> appendProperty("locked", each));
        model.scan().map(ScanVerdict::word).ifPresent(verdict -> appendProperty("scan", verdict));
        if (!model.isKnown()) {
            // Else a missing licence would be taken for none.
            appendProperty("known", "false");
        }
        json.end();
    }

    private void appendProperty(String name, String value) {
        json.inlineObject().member("name", PREFIX + name).member("value", value).end();
    }

    private void appendDependencies() {
        // By the model that the build wants, since locks of several modules may have other commits of a companion.
        var urls = new IdentityHashMap<ModelRequest, Map<String, String>>();
        for (BomModel model : models) {
            for (DescribedModel part : model.parts()) {
                urls.computeIfAbsent(part.request().wanted(), wanted -> new HashMap<>())
                        .put(part.request().key(), model.url());
            }
        }
        json.name("dependencies").array();
        if (bom.project() != null) {
            List<String> wanted = models.stream()
                    .filter(BomModel::isWanted)
                    .map(BomModel::url)
                    .toList();
            appendDependency(PackageUrls.of(bom.project()), wanted);
        }
        models.forEach(model -> appendDependency(model.url(), model.needs(urls)));
        json.end();
    }

    private void appendDependency(String url, List<String> needs) {
        json.object().member("ref", url);
        json.name("dependsOn").array();
        needs.forEach(json::value);
        json.end().end();
    }
}
