package io.github.hfmodels.lockfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema of lock files as it is published. */
public final class LockSchema {

    private static final Path FILE = Path.of("src/site/resources/schema/hf-models.lock-1.schema.json");
    private static final JsonSchema SCHEMA = read();

    private LockSchema() {}

    /** Holds that a lock file is what the schema says. */
    public static void assertValid(Path lock) {
        try {
            assertThat(complaints(Files.readString(lock))).as(lock.toString()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds that a lock can be written into an empty folder, is what the schema says, and is read as it was. */
    public static void assertIsWrittenAndRead(ModelLock lock, Path folder) throws Exception {
        Path path = folder.resolve(LockFile.NAME);
        assertThat(new LockFile(path).write(lock)).isTrue();
        assertValid(path);
        assertThat(new LockFile(path).read()).isEqualTo(lock);
        assertThat(new LockFile(path).write(lock)).isFalse();
    }

    /** What the schema has against a text. */
    static List<String> complaints(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** What the schema's own schema has against it. */
    static List<String> complaintsOfItself() throws IOException {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        return factory
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(Files.readString(FILE), InputFormat.JSON)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema read() {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(
                            Files.readString(FILE),
                            InputFormat.JSON,
                            SchemaValidatorsConfig.builder().build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
