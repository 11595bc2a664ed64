package io.github.hfmodels.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.progress.DownloadDisplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a note lets the next run skip, and what it does not. */
@Timeout(60)
class VerifiedNoteTest {

    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Clock IN_A_MINUTE = Clock.offset(Clock.systemUTC(), LATER);
    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    @TempDir
    private Path folder;

    private Path file;
    private Path blob;

    @BeforeEach
    void prepare() throws IOException {
        folder = folder.toRealPath();
        file = folder.resolve("local repository/.cache/note.txt");
        blob = Files.writeString(folder.resolve("blob"), "weights");
    }

    @Test
    void whatHasNotChanged_isCovered() throws Exception {
        assertThat(read().covers(content(blob, "weights"))).isFalse();
        verify(blob, "weights");

        assertThat(read().covers(content(blob, "weights"))).isTrue();
    }

    @Test
    void anotherHash_isNotCovered() throws Exception {
        verify(blob, "weights");
        Content content = content(blob, "weights");
        content.add(place(blob), false, Set.of(new Digest(Digest.Algorithm.GIT_SHA1, "1".repeat(40))));

        assertThat(read().covers(content)).isFalse();
    }

    @Test
    void anotherSize() throws Exception {
        verify(blob, "weights");
        FileTime time = Files.getLastModifiedTime(blob);
        Files.writeString(blob, "weights and more");
        Files.setLastModifiedTime(blob, time);

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void anotherModificationTime() throws Exception {
        verify(blob, "weights");
        Files.setLastModifiedTime(blob, FileTime.from(Instant.now().minus(LATER)));

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    /** A tool that copies times, too, cannot set the time of the change. */
    @Test
    void anotherContentWithTheSameSizeAndTime() throws Exception {
        verify(blob, "weights");
        FileTime time = Files.getLastModifiedTime(blob);
        FileStamp before = FileStamp.of(blob);
        do {
            Files.writeString(blob, "WEIGHTS");
            Files.setLastModifiedTime(blob, time);
            // The kernel's clock ticks every few milliseconds.
        } while (before.changed() != 0 && FileStamp.of(blob).changed() == before.changed());
        assumeTrue(before.changed() != 0, "the file system does not note changes");

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void anotherFileWithTheSameSizeAndTime() throws Exception {
        verify(blob, "weights");
        assumeTrue(!FileStamp.of(blob).key().isEmpty(), "the file system has no inodes");
        Path other = Files.writeString(folder.resolve("other"), "WEIGHTS");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(blob));
        Files.move(other, blob, StandardCopyOption.REPLACE_EXISTING);

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void whatWasWrittenJustNow_isNotNoted() throws Exception {
        Instant written = Files.getLastModifiedTime(blob).toInstant();
        verify(blob, "weights", Clock.fixed(written.plusMillis(1_900), ZoneOffset.UTC));
        assertThat(read().covers(content(blob, "weights"))).isFalse();

        verify(blob, "weights", Clock.fixed(written.minus(LATER), ZoneOffset.UTC));
        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void aWrongContent_isNotNoted() throws Exception {
        verify(blob, "other text");

        assertThat(file).doesNotExist();
    }

    /** Whoever has all hashed again must not be told by the next run that all is well. */
    @Test
    void whatHasRottenOnTheDisk_isNoLongerCovered() throws Exception {
        verify(blob, "weights");
        FileStamp good = FileStamp.of(blob);
        Files.writeString(blob, "WEIGHTS");
        FileStamp bad = FileStamp.of(blob);
        String times = good.modified() + "\t" + good.changed();
        Files.writeString(file, Files.readString(file).replace(times, bad.modified() + "\t" + bad.changed()));
        assertThat(read().covers(content(blob, "weights"))).isTrue();

        verify(blob, "weights");

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void filesThatAreGone_areDropped() throws Exception {
        Path gone = Files.writeString(folder.resolve("gone"), "text");
        verify(gone, "text");
        assertThat(Files.readString(file)).contains(gone.toString());
        Files.delete(gone);
        verify(blob, "weights");

        assertThat(Files.readString(file)).doesNotContain(gone.toString()).contains(blob.toString());
    }

    @Test
    void aNameWithALineEnd_isNotNoted() throws Exception {
        Path strange = Files.writeString(folder.resolve("a\nb"), "text");
        verify(strange, "text");

        assertThat(read().covers(content(strange, "text"))).isFalse();
        verify(blob, "weights");
        assertThat(read().covers(content(blob, "weights"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hf-models verified 2\n",
                "hf-models verified 1",
                "hf-models verified 1\nx\n",
                "hf-models verified 1\n\n",
                "hf-models verified 1\nx\t1\t1\t1\t\t/a\n",
                "hf-models verified 1\n" + "\t99999999999999999999\t1\t1\t\t/a\n",
                "\0\0\0\0",
            })
    void aNoteThatIsNone_isIgnored_andWrittenAnew(String text) throws Exception {
        verify(blob, "weights");
        String good = Files.readString(file);
        String tail = text.endsWith("\n") ? good.substring(good.indexOf('\n') + 1) : "";
        Files.writeString(file, text + tail);

        assertThat(read().covers(content(blob, "weights"))).isFalse();
        verify(blob, "weights");
        assertThat(read().covers(content(blob, "weights"))).isTrue();
    }

    @Test
    void aNoteThatOthersCanWrite_isIgnored() throws Exception {
        verify(blob, "weights");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "no POSIX permissions");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void aNoteThatIsALink_isIgnored_andReplaced() throws Exception {
        verify(blob, "weights");
        Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
        String text = Files.readString(elsewhere);
        Files.createSymbolicLink(file, elsewhere);

        assertThat(read().covers(content(blob, "weights"))).isFalse();
        verify(blob, "weights");
        assertThat(file).isRegularFile().isNotEqualTo(elsewhere);
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent(text);
    }

    @Test
    void aPipe_isNotOpened() throws Exception {
        Files.createDirectories(file.getParent());
        assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor(20, TimeUnit.SECONDS), "no pipes");

        assertThat(read().covers(content(blob, "weights"))).isFalse();
    }

    @Test
    void aFolder_isNoNote() throws Exception {
        Files.createDirectories(file.resolve("sub"));
        verify(blob, "weights");

        assertThat(file.resolve("sub")).isDirectory();
    }

    @Test
    void severalAtOnce_leaveANoteThatIsOne() throws Exception {
        var threads = new ArrayList<Thread>();
        List<Path> blobs =
                IntStream.range(0, 8).mapToObj(i -> folder.resolve("blob" + i)).toList();
        var failures = new CopyOnWriteArrayList<Throwable>();
        for (Path each : blobs) {
            Files.writeString(each, "weights");
            var thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        verify(each, "weights");
                    }
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        long covered = blobs.stream()
                .filter(each -> {
                    try {
                        return read().covers(content(each, "weights"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .count();
        assertThat(covered).isPositive();
        try (var entries = Files.list(file.getParent())) {
            assertThat(entries).containsExactly(file);
        }
    }

    private VerifiedNote read() {
        return VerifiedNote.read(file);
    }

    private void verify(Path path, String text) throws Exception {
        verify(path, text, IN_A_MINUTE);
    }

    private void verify(Path path, String text, Clock clock) throws Exception {
        VerifiedNote note = VerifiedNote.read(file);
        Content content = content(path, text);
        new ContentHasher(1, clock).hash(List.of(content), DownloadDisplay.NONE);
        note.add(content);
        note.write();
    }

    private static Content content(Path path, String text) throws IOException {
        var content = new Content(path, FileStamp.of(path));
        var hash = new Digest(Digest.Algorithm.SHA256, Digest.Algorithm.SHA256.of(text.getBytes()));
        content.add(place(path), false, Set.of(hash));
        return content;
    }

    private static Place place(Path path) {
        return Place.blob(REPO, path);
    }
}
