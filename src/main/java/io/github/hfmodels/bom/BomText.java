package io.github.hfmodels.bom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.Website;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.plan.ModelRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bill of materials as the text of its file. What a card declares is made printable, since people read it in other tools; paths
 * are as they are.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">The format</a>
 */
final class BomText {

    /** Writes ASCII alone, since names of files need not be valid Unicode, and may have invisible characters. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    private final Bom bom;
    private final Collection<BomModel> models;

    private BomText(Bom bom) {
        this.bom = bom;
        this.models = BomModel.of(bom.models());
    }

    static byte[] of(Bom bom) throws IOException {
        var text = new BomText(bom);
        byte[] anonymous = json(text.document(null));
        return json(text.document("urn:uuid:" + UUID.nameUUIDFromBytes(anonymous)));
    }

    private static byte[] json(Object document) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(LINES)
                    .withArrayIndenter(LINES));
            write(document, json);
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.writeFieldName(member.getKey().toString());
                write(member.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }

    /** An object, of names and values by turns; without the members that are null or empty. */
    private static Map<String, Object> object(@Nullable Object... members) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < members.length; i += 2) {
            Object value = members[i + 1];
            boolean isEmpty = value instanceof Map<?, ?> map && map.isEmpty()
                    || value instanceof Collection<?> elements && elements.isEmpty();
            if (value != null && !isEmpty) {
                object.put(String.valueOf(members[i]), value);
            }
        }
        return object;
    }

    /** @param serial the serial number; null while it is not known, since it is made from the rest */
    private Map<String, Object> document(@Nullable String serial) {
        return object(
                "$schema", bom.version().schema(),
                "bomFormat", "CycloneDX",
                "specVersion", bom.version().number(),
                "serialNumber", serial,
                "version", 1,
                "metadata", metadata(),
                "components", models.stream().map(BomText::component).toList(),
                "dependencies", dependencies(),
                "compositions", compositions());
    }

    private Map<String, Object> metadata() {
        MavenCoordinates tool = bom.tool();
        var application = object(
                "type", "application",
                "group", tool.groupId(),
                "name", tool.artifactId(),
                "version", tool.version());
        var missing = bom.missing().stream().map(BomText::missing).distinct().sorted();
        return object(
                "timestamp", bom.timestamp(),
                "tools", object("components", List.of(application)),
                "component", bom.project() == null ? null : project(bom.project()),
                "properties", properties("missing", missing.toList()));
    }

    /** With what is selected, since another selection of the same repository may be there. */
    private static String missing(ModelRequest model) {
        return model + (model.selection().isEverything() ? "" : " (" + model.selection() + ")");
    }

    private static Map<String, Object> project(MavenCoordinates project) {
        return object(
                // What cyclonedx-maven-plugin has where nobody tells it another.
                "type", "library",
                "bom-ref", PackageUrls.of(project),
                "group", project.groupId(),
                "name", project.artifactId(),
                "version", project.version(),
                "purl", PackageUrls.of(project));
    }

    private static Map<String, Object> component(BomModel model) {
        RepoId repo = model.repo();
        ModelCard card = model.card();
        var ancestors = card.baseModels().stream().map(BomText::ancestor);
        var files = model.files().stream().map(file -> component(file, model));
        return object(
                "type", type(repo),
                "bom-ref", model.url(),
                "supplier", supplier(repo),
                "group", repo.owner(),
                "name", repo.name(),
                "version", model.commit(),
                "licenses", licenses(model),
                "purl", model.url(),
                "pedigree", PackageUrls.isHubModel(repo) ? object("ancestors", ancestors.toList()) : null,
                "externalReferences", references(model),
                "components", files.toList(),
                "modelCard", repo.type() == RepoType.MODEL ? card(card) : null,
                "data", repo.type() == RepoType.DATASET ? List.of(dataset(repo.id(), Website.page(repo))) : null,
                "properties", properties(model));
    }

    private static String type(RepoId repo) {
        return switch (repo.type()) {
            case MODEL -> "machine-learning-model";
            case DATASET -> "data";
            case SPACE, KERNEL -> "application";
        };
    }

    private static @Nullable Map<String, Object> supplier(RepoId repo) {
        String page = Website.owner(repo);
        return repo.owner() == null ? null : object("name", repo.owner(), "url", page == null ? null : List.of(page));
    }

    private static List<Map<String, Object>> licenses(BomModel model) {
        return DeclaredLicense.of(model.license(), model.card()).stream()
                .map(license -> object(
                        license.isSpdx() ? "id" : "name",
                        license.name(),
                        "acknowledgement",
                        "declared",
                        "url",
                        license.url()))
                .map(license -> object("license", license))
                .toList();
    }

    private static Map<String, Object> ancestor(String text) {
        RepoId repo = hubModel(text);
        return object(
                "type", "machine-learning-model",
                "group", repo == null ? null : repo.owner(),
                "name", repo == null ? Printable.of(text) : repo.name(),
                "purl", repo == null ? null : PackageUrls.of(repo));
    }

    /** The model that a card names; null where it names none. */
    private static @Nullable RepoId hubModel(String text) {
        try {
            return new RepoId(RepoType.MODEL, text);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static List<Map<String, Object>> references(BomModel model) {
        var pages = object(
                "website", Website.page(model.repo()),
                "distribution", Website.files(model.repo(), model.commit()),
                "vcs", Website.git(model.repo()));
        return pages.entrySet().stream()
                .map(page -> object("type", page.getKey(), "url", page.getValue()))
                .toList();
    }

    private static Map<String, Object> component(RepoFile file, BomModel model) {
        String sha256 = file.contentSha256().orElse(null);
        return object(
                "type",
                "file",
                "name",
                file.path(),
                "hashes",
                sha256 == null ? null : List.of(object("alg", "SHA-256", "content", sha256)),
                "properties",
                properties("size", file.contentSize(), "scan", word(model.scan(file))));
    }

    private static Map<String, Object> card(ModelCard card) {
        var datasets = card.datasets().stream().map(name -> dataset(Printable.of(name), null));
        var languages = card.languages().stream().map(Printable::of);
        return object(
                "modelParameters", object("task", printable(card.task()), "datasets", datasets.toList()),
                "properties", properties("library", printable(card.library()), "language", languages.toList()));
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : Printable.of(text);
    }

    private static Map<String, Object> dataset(String name, @Nullable String url) {
        return object("type", "dataset", "name", name, "contents", object("url", url));
    }

    private static List<Map<String, Object>> properties(BomModel model) {
        return properties(
                "source", model.repo().source().word(),
                "revision", model.texts(part -> part.request().revision().name()),
                "selection", model.texts(part -> part.request().selection().toString()),
                "locked", model.texts(part -> Boolean.toString(part.isLocked())),
                "scan", word(model.scan()),
                // Else a missing licence would be taken for none.
                "known", model.isKnown() ? null : "false");
    }

    /** Properties, of names and values by turns: none for null, and one for each element of a list. */
    private static List<Map<String, Object>> properties(@Nullable Object... members) {
        var properties = new ArrayList<Map<String, Object>>();
        object(members).forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.forEach(each -> properties.add(object("name", "hf-models:" + name, "value", each)));
        });
        return properties;
    }

    private static @Nullable String word(Optional<ScanVerdict> verdict) {
        return verdict.map(ScanVerdict::word).orElse(null);
    }

    private List<Map<String, Object>> dependencies() {
        // By the model that the build wants, since locks of several modules may have other commits of a companion.
        var urls = new IdentityHashMap<ModelRequest, Map<String, String>>();
        for (BomModel model : models) {
            for (DescribedModel part : model.parts()) {
                urls.computeIfAbsent(part.request().wanted(), wanted -> new HashMap<>())
                        .put(part.request().key(), model.url());
            }
        }
        var dependencies = new ArrayList<Map<String, Object>>();
        if (bom.project() != null) {
            List<String> wanted = models.stream()
                    .filter(BomModel::isWanted)
                    .map(BomModel::url)
                    .toList();
            dependencies.add(object("ref", PackageUrls.of(bom.project()), "dependsOn", wanted));
        }
        models.forEach(model -> dependencies.add(object("ref", model.url(), "dependsOn", model.needs(urls))));
        return dependencies;
    }

    /** What is known to be missing. Of all else it does not say whether it is complete, since it is about models alone. */
    private List<Map<String, Object>> compositions() {
        List<String> project = bom.project() == null ? List.of() : List.of(PackageUrls.of(bom.project()));
        return bom.missing().isEmpty()
                ? List.of()
                : List.of(object("aggregate", "incomplete", "dependencies", project));
    }
}
