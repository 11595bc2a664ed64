package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path folder;

    @Test
    void write_makesTheFoldersAboveAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a/b/c");

        AtomicFile.write(file, bytes("first"));

        assertThat(file).hasContent("first");
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void write_replacesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "a longer first content");

        AtomicFile.write(file, bytes("second"));

        assertThat(file).hasContent("second");
    }

    @Test
    void write_replacesALinkAndNotWhatItPointsTo() throws IOException {
        Path shared = Files.writeString(folder.resolve("shared"), "shared");
        Path link = Files.createSymbolicLink(folder.resolve("link"), shared);

        AtomicFile.write(link, bytes("own"));

        assertThat(shared).hasContent("shared");
        assertThat(link)
                .hasContent("own")
                .satisfies(it -> assertThat(Files.isSymbolicLink(it)).isFalse());
    }

    @Test
    void write_thatFails_leavesNothingBehind() throws IOException {
        Path occupied = Files.createDirectories(folder.resolve("x/y")).getParent();

        assertThatThrownBy(() -> AtomicFile.write(occupied, bytes("content"))).isInstanceOf(IOException.class);
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(occupied));
    }

    @Test
    void write_givesTheFileTheUsualPermissions() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual"), "");
        Path file = folder.resolve("file");

        AtomicFile.write(file, bytes("content"));

        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
        }
    }

    @Test
    void uniqueSibling_isInTheSameFolderAndNeverTheSame() {
        Path sibling = AtomicFile.uniqueSibling(folder.resolve("name"), "incomplete");

        assertThat(sibling.getParent()).isEqualTo(folder);
        assertThat(sibling.getFileName().toString()).matches("name\\.[0-9a-f]{8}\\.incomplete");
        assertThat(AtomicFile.uniqueSibling(folder.resolve("name"), "incomplete"))
                .isNotEqualTo(sibling);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
