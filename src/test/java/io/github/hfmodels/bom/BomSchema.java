package io.github.hfmodels.bom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.packageurl.PackageURL;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.parsers.JsonParser;

/** The official schemas of bills of materials, and what else other tools expect of one. */
public final class BomSchema {

    private static final String ADDRESS = "http://cyclonedx.org/schema/";

    private static final Schema V1_7 = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_7, builder -> builder.schemas(BomSchema::schema))
            .getSchema(SchemaLocation.of(ADDRESS + "bom-1.7.schema.json"));

    private BomSchema() {}

    /** Holds that a file is what the schema of its version says, names that schema, and has package URLs that can be read. */
    public static void assertValid(Path file) {
        try {
            assertValid(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertValid(String bom) {
        String version = bom.contains("\"specVersion\": \"1.7\"") ? "1.7" : "1.6";
        assertThat(bom).contains("\"$schema\": \"" + ADDRESS + "bom-" + version + ".schema.json\"");
        assertThat(complaints(bom, version)).as(bom).isEmpty();
        assertThat(json(bom).findValuesAsText("purl"))
                .allSatisfy(purl -> assertThat(new PackageURL(purl).getName()).isNotEmpty());
    }

    /** Holds that a file has the commits of a lock file, and of each its files with their hashes. */
    public static void assertHasWhatIsLocked(Path bom, Path lock) throws IOException {
        var written = new TreeMap<String, Map<String, String>>();
        for (JsonNode model : json(Files.readString(bom)).at("/components")) {
            String owner = model.has("group") ? model.at("/group").asText() + "/" : "";
            String id = owner + model.at("/name").asText();
            Map<String, String> hashes = files(written, id, model.at("/version"));
            for (JsonNode file : model.at("/components")) {
                assertThat(file.at("/hashes/0/alg").asText()).isEqualTo("SHA-256");
                hashes.put(
                        file.at("/name").asText(), file.at("/hashes/0/content").asText());
            }
        }
        var locked = new TreeMap<String, Map<String, String>>();
        for (JsonNode model : json(Files.readString(lock)).at("/models")) {
            Map<String, String> hashes = files(locked, model.at("/id").asText(), model.at("/commit"));
            model.at("/files")
                    .properties()
                    .forEach(file -> hashes.put(
                            file.getKey(), file.getValue().at("/sha256").asText()));
        }
        assertThat(written).isNotEmpty().isEqualTo(locked);
        assertThat(written.values())
                .allSatisfy(files ->
                        assertThat(files.values()).isNotEmpty().allMatch(sha256 -> sha256.matches("[0-9a-f]{64}")));
    }

    private static Map<String, String> files(Map<String, Map<String, String>> byModel, String id, JsonNode commit) {
        return byModel.computeIfAbsent(id + "@" + commit.asText(), unseen -> new TreeMap<>());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the schema of a version has against a text. */
    public static List<String> complaints(String bom, String version) {
        return version.equals("1.6") ? complaintsOfCycloneDx(bom) : complaintsOf17(bom);
    }

    private static List<String> complaintsOfCycloneDx(String bom) {
        try {
            return new JsonParser()
                    .validate(bom, Version.VERSION_16).stream()
                            .map(ParseException::getMessage)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> complaintsOf17(String bom) {
        return V1_7.validate(bom, InputFormat.JSON).stream()
                .map(Error::getMessage)
                .toList();
    }

    /** Those that cyclonedx-core-java lacks are here. */
    private static String schema(String address) {
        String name = address.substring(address.lastIndexOf('/') + 1);
        boolean isHere = BomSchema.class.getResource("/cyclonedx/" + name) != null;
        try (InputStream json = Objects.requireNonNull(
                JsonParser.class.getResourceAsStream((isHere ? "/cyclonedx/" : "/") + name), name)) {
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
