package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {

    private static final long SIZE = 1_234_567;

    @TempDir
    private Path folder;

    @Test
    void journal_isTheSameWhereverItIsWritten() throws IOException {
        Path part = folder.resolve("part");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            try (PartFile written = PartFile.open(part, "abc", SIZE)) {
                written.write(ByteBuffer.allocate(PartFile.BLOCK_BYTES), 0);
                written.note(0, new CRC32C());
            }
        } finally {
            Locale.setDefault(before);
        }

        assertThat(Files.readString(PartFile.journalOf(part), StandardCharsets.ISO_8859_1))
                .startsWith("hf-models part 1 abc 1234567 262144");
        try (PartFile read = PartFile.open(part, "abc", SIZE)) {
            assertThat(read.claims()).containsOnlyKeys(0);
        }
    }
}
