package io.github.hfmodels.bom;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Objects;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.parsers.JsonParser;

/** The official schemas of bills of materials. */
public final class BomSchema {

    private static final String ADDRESS = "http://cyclonedx.org/schema/";

    private static final Schema V1_7 = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_7, builder -> builder.schemas(BomSchema::schema))
            .getSchema(SchemaLocation.of(ADDRESS + "bom-1.7.schema.json"));

    private BomSchema() {}

    /** Holds that a file is what the schema of its version says, and names that schema. */
    public static void assertValid(Path file) {
        try {
            assertValid(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds that a text is what the schema of its version says, and names that schema. */
    static void assertValid(String bom) {
        String version = bom.contains("\"specVersion\": \"1.7\"") ? "1.7" : "1.6";
        assertThat(bom).contains("\"$schema\": \"" + ADDRESS + "bom-" + version + ".schema.json\"");
        assertThat(complaints(bom, version)).as(bom).isEmpty();
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
