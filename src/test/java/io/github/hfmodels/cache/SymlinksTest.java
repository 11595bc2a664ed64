package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymlinksTest {

    @TempDir
    private Path folder;

    private final Symlinks symlinks = new Symlinks(true);
    private Path content;
    private Path link;

    @BeforeEach
    void makeContent() throws IOException {
        content = folder.resolve("blobs/hash");
        link = folder.resolve("snapshots/commit/sub/x");
        Files.createDirectories(content.getParent());
        Files.createDirectories(link.getParent());
        Files.writeString(content, "content");
        assumeTrue(hasLinks(), "skipped: this file system has no symbolic links");
    }

    @Test
    void link_isRelative() throws IOException {
        assertThat(symlinks.link(link, content)).isTrue();

        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../../../blobs/hash"));
        assertThat(link).hasContent("content");
    }

    @Test
    void link_thatIsThereAlready_isKept() throws IOException {
        symlinks.link(link, content);

        assertThat(symlinks.link(link, content)).isTrue();
        assertThat(link).hasContent("content");
    }

    @Test
    void link_replacesAnotherLink() throws IOException {
        Path other = Files.writeString(folder.resolve("blobs/other"), "other");
        Files.createSymbolicLink(link, other);

        assertThat(symlinks.link(link, content)).isTrue();
        assertThat(link).hasContent("content");
        assertThat(other).hasContent("other");
    }

    @Test
    void link_replacesALinkToNothing() throws IOException {
        Files.createSymbolicLink(link, Path.of("nowhere"));

        assertThat(symlinks.link(link, content)).isTrue();
        assertThat(link).hasContent("content");
    }

    @Test
    void link_replacesAPlainFile() throws IOException {
        Files.writeString(link, "old");

        assertThat(symlinks.link(link, content)).isTrue();
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../../../blobs/hash"));
    }

    @Test
    void link_whereAFolderIs_fails() throws IOException {
        Files.createDirectories(link.resolve("full"));

        assertThatThrownBy(() -> symlinks.link(link, content)).isInstanceOf(IOException.class);
        assertThat(symlinks.link(folder.resolve("later"), content)).isTrue();
    }

    @Test
    void link_withoutItsFolder_failsAndDoesNotGiveUpLinks() throws IOException {
        assertThatThrownBy(() -> symlinks.link(folder.resolve("missing/x"), content))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(symlinks.link(link, content)).isTrue();
    }

    @Test
    void link_switchedOff_changesNothing() throws IOException {
        assertThat(new Symlinks(false).link(link, content)).isFalse();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void link_whereTheFileSystemRefusesThem_isGivenUpForGood() throws IOException {
        try (FileSystem without = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
            Path refused = without.getPath("/link");
            Path beside = Files.writeString(without.getPath("/content"), "content");

            assertThat(symlinks.link(refused, beside)).isFalse();

            assertThat(refused).doesNotExist();
            try (Stream<Path> left = Files.list(without.getPath("/"))) {
                assertThat(left).containsExactly(beside);
            }
        }
        assertThat(symlinks.link(link, content)).isFalse();
    }

    private boolean hasLinks() {
        try {
            Files.delete(Files.createSymbolicLink(folder.resolve("probe"), content));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
