package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a repository; of parts that nobody continues see {@link StalePartsTest}. */
class RepositoryWriterTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
    private static final RepoFile FILE = file("onnx/model.bin");
    private static final Digest DIGEST = FILE.digest();

    @TempDir
    private Path cache;

    private RepositoryWriter writer;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        writer = new SnapshotCache(cache, true).writer(REPO);
        writer.prepare(COMMIT);
        folder = cache.resolve("models--org--name");
    }

    @Test
    void prepared_hasItsFoldersAndATaggedCache() throws IOException {
        assertThat(folder.resolve("blobs")).isDirectory();
        assertThat(folder.resolve("snapshots/" + COMMIT)).isDirectory();
        assertThat(cache.resolve("CACHEDIR.TAG")).content().startsWith("Signature: 8a477f597d28d172789f06886806bc55");

        Files.writeString(cache.resolve("CACHEDIR.TAG"), "another's");
        writer.prepare(COMMIT);

        assertThat(cache.resolve("CACHEDIR.TAG")).hasContent("another's");
    }

    @Test
    void published_isABlobWithoutPartAndJournal() throws IOException {
        Path part = part();
        Files.writeString(part.resolveSibling(part.getFileName() + ".journal"), "");
        assertThat(writer.bytesInPart(DIGEST)).isEqualTo(7);

        writer.publish(part, DIGEST);

        assertThat(folder.resolve("blobs")).isDirectoryContaining(file -> file.endsWith(DIGEST.hex()));
        assertThat(folder.resolve("blobs").toFile().list()).hasSize(1);
        assertThat(writer.bytesInPart(DIGEST)).isZero();
    }

    @Test
    void linked_isARelativeLinkToTheBlob() throws IOException {
        writer.publish(part(), DIGEST);

        writer.link(DIGEST, List.of(new SnapshotFile(COMMIT, FILE)), true);

        assertThat(Files.readSymbolicLink(snapshot("onnx/model.bin")))
                .isEqualTo(Path.of("../../../blobs").resolve(DIGEST.hex()));
        assertThat(snapshot("onnx/model.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void linkedWithoutSymlinks_theFilesAreCopiesAndANewBlobBecomesTheLast() throws IOException {
        writer = new SnapshotCache(cache, false).writer(REPO);
        writer.publish(part(), DIGEST);

        writer.link(DIGEST, List.of(new SnapshotFile(COMMIT, FILE), new SnapshotFile(COMMIT, file("b.bin"))), true);

        assertThat(snapshot("onnx/model.bin")).hasBinaryContent(CONTENT).isRegularFile();
        assertThat(snapshot("b.bin")).hasBinaryContent(CONTENT).isRegularFile();
        assertThat(folder.resolve("blobs")).isEmptyDirectory();
    }

    @Test
    void copy_isPublishedOnlyWhenItHasTheContent() throws IOException {
        Path other = Files.writeString(cache.resolve("other"), "weightz");

        assertThat(writer.publishCopy(other, DIGEST)).isFalse();
        assertThat(folder.resolve("blobs")).isEmptyDirectory();

        Files.write(other, CONTENT);
        assertThat(writer.publishCopy(other, DIGEST)).isTrue();
        assertThat(folder.resolve("blobs/" + DIGEST)).hasBinaryContent(CONTENT);
        assertThat(other).exists();
    }

    @Test
    void ref_namesTheCommitAndWhenItWasLookedUp() throws IOException {
        writer.writeRef(new Revision("refs/pr/1"), COMMIT, Instant.EPOCH);
        Path ref = folder.resolve("refs/refs/pr/1");
        assertThat(Files.readString(ref)).isEqualTo(COMMIT.hex());
        assertThat(Files.getLastModifiedTime(ref).toInstant()).isEqualTo(Instant.EPOCH);

        writer.touchRef(new Revision("refs/pr/1"), Instant.parse("2020-03-10T12:00:00Z"));

        assertThat(Files.getLastModifiedTime(ref).toInstant()).isEqualTo("2020-03-10T12:00:00Z");
        assertThat(ref.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void refThatIsMissing_cannotBeTouched() {
        assertThatThrownBy(() -> writer.touchRef(Revision.MAIN, Instant.now())).isInstanceOf(IOException.class);
    }

    @Test
    void listing_isWrittenUnlessNoReaderWouldAcceptIt() throws IOException {
        writer.writeListing(new Listing(COMMIT, List.of(FILE)));
        Path tree = folder.resolve("trees/" + COMMIT + ".json");
        assertThat(tree).content().contains("onnx/model.bin");
        Files.delete(tree);

        writer.writeListing(new Listing(COMMIT, List.of(new RepoFile("a", 1, "no hash", null, null))));

        assertThat(tree).doesNotExist();
    }

    @Test
    void fileThatTheHubDoesNotHave_isMarked() throws IOException {
        writer.writeNoExist(COMMIT, FILE);
        writer.writeNoExist(COMMIT, FILE);

        assertThat(folder.resolve(".no_exist/" + COMMIT + "/onnx/model.bin")).isEmptyFile();
    }

    private Path part() throws IOException {
        try (FileMutex mutex = writer.acquireMutex(DIGEST)) {
            return Files.write(writer.part(DIGEST, mutex), CONTENT);
        }
    }

    private Path snapshot(String path) {
        return folder.resolve("snapshots/" + COMMIT).resolve(path);
    }

    private static RepoFile file(String path) {
        return new RepoFile(path, 130, "b".repeat(40), new Lfs(Digest.Algorithm.SHA256.of(CONTENT), 7), null);
    }
}
