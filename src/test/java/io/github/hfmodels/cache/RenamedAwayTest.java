package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.prefetch.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenamedAwayTest {

    @TempDir
    private Path folder;

    private Path blob;

    @BeforeEach
    void prepare() throws IOException {
        blob = Files.writeString(folder.resolve("blob"), "bad");
    }

    @Test
    void whatIsRenamed_isBesideItsOldName_underATemporaryOne() throws IOException {
        try (RenamedAway away = RenamedAway.of(siblings(blob, blob))) {
            assertThat(away.isEmpty()).isFalse();
            assertThat(blob).doesNotExist();
            assertThat(folder.toFile().list()).singleElement().asString().matches("blob\\.[0-9a-f]{8}\\.tmp");
        }
        assertOnly("bad");
    }

    @Test
    void deleted_isNotPutBack() throws IOException {
        try (RenamedAway away = RenamedAway.of(siblings(blob, blob))) {
            Files.writeString(blob, "good");
            away.delete();
        }
        assertOnly("good");
    }

    @Test
    void whatIsThereByNow_isNotReplaced() throws IOException {
        try (RenamedAway away = RenamedAway.of(siblings(blob, blob))) {
            assertThat(away.isEmpty()).isFalse();
            Files.writeString(blob, "of another program");
        }
        assertOnly("of another program");
    }

    @Test
    void folders_areRenamedIntoTheFolderOfTheBlob_andPutBack() throws IOException {
        Path other = Files.createDirectories(folder.resolve("snapshot/file"));
        Files.writeString(other.resolve("inner"), "inner");

        try (RenamedAway away = RenamedAway.of(siblings(blob, blob, other))) {
            assertThat(away.isEmpty()).isFalse();
            assertThat(other.getParent()).isEmptyDirectory();
            assertThat(folder.toFile().list()).hasSize(3);
        }
        assertThat(other.resolve("inner")).hasContent("inner");
        assertThat(blob).hasContent("bad");
    }

    @Test
    void foldersWithLinks_areDeleted_andNotWhatTheseLeadTo() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
        Path bad = Files.createDirectories(folder.resolve("bad/inner"));
        Files.createSymbolicLink(bad.resolve("link"), outside);

        try (RenamedAway away = RenamedAway.of(siblings(blob, folder.resolve("bad")))) {
            away.delete();
        }

        assertThat(outside.resolve("precious")).hasContent("precious");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("blob", "outside");
    }

    @Test
    void aLinkThatLeadsNowhere_isRenamedAndPutBack() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

        try (RenamedAway away = RenamedAway.of(siblings(blob, link))) {
            assertThat(away.isEmpty()).isFalse();
            assertThat(link).doesNotExist();
        }

        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("nowhere"));
    }

    @Test
    void nothing_isRenamedWhereNothingIs() throws IOException {
        try (RenamedAway away = RenamedAway.of(siblings(blob, folder.resolve("missing")))) {
            assertThat(away.isEmpty()).isTrue();
        }
        assertOnly("bad");
    }

    /** So that what the caller fails of is what is told. */
    @Test
    void whatCannotBePutBack_isSaid_andHidesNoOtherFailure() throws IOException {
        Path path = Files.createDirectories(folder.resolve("snapshots")).resolve("file");
        Files.writeString(path, "bad");
        try (var log = new CapturedLog()) {
            assertThatThrownBy(() -> {
                        try (RenamedAway away = RenamedAway.of(siblings(blob, path))) {
                            assertThat(away.isEmpty()).isFalse();
                            Files.delete(path.getParent());
                            throw new IOException("the download failed");
                        }
                    })
                    .hasMessage("the download failed")
                    .hasNoSuppressedExceptions();

            assertThat(log.lines("cannot be renamed back to " + path))
                    .singleElement()
                    .asString()
                    .contains(blob + ".");
        }
    }

    @Test
    void ifOneCannotBeRenamed_allAreWhereTheyWere() throws IOException {
        Path missing = folder.resolve("no folder/blob");
        Path other = Files.writeString(folder.resolve("other"), "other");

        assertThatThrownBy(() -> RenamedAway.of(siblings(missing, blob, other))).isInstanceOf(IOException.class);

        assertThat(blob).hasContent("bad");
        assertThat(other).hasContent("other");
    }

    private static Map<Path, Path> siblings(Path sibling, Path... paths) {
        var siblings = new LinkedHashMap<Path, Path>();
        for (Path path : paths) {
            siblings.put(path, sibling);
        }
        return siblings;
    }

    private void assertOnly(String content) {
        assertThat(folder.toFile().list()).containsExactly("blob");
        assertThat(blob).hasContent(content);
    }
}
