package io.github.hfmodels.lockfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema of lock files as it is published. */
public final class LockSchema {

    private static final Path FILE = Path.of("src/site/resources/schema/hf-models.lock-1.schema.json");
    private static final Schema SCHEMA = read();

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
        return complaints(SCHEMA, json);
    }

    /** What the schema's own schema has against it. */
    static List<String> complaintsOfItself() throws IOException {
        Schema own = registry().getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        return complaints(own, Files.readString(FILE));
    }

    private static List<String> complaints(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Error::getMessage)
                .toList();
    }

    private static Schema read() {
        try {
            return registry().getSchema(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }
}
