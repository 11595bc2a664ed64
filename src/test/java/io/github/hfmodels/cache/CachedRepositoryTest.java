package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.process.WherePermissionsCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedRepositoryTest {

    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
    private static final RepoFile FILE =
            new RepoFile("onnx/model.bin", 130, "b".repeat(40), new Lfs(Digest.Algorithm.SHA256.of(CONTENT), 7), null);

    @TempDir
    private Path cache;

    private CachedRepository repository;
    private Path folder;

    @BeforeEach
    void prepare() {
        repository = new SnapshotCache(cache, true).repository(new RepoId(RepoType.MODEL, "org/name"));
        folder = cache.resolve("models--org--name");
    }

    @Test
    void emptyCache_knowsNothing() throws IOException {
        assertThat(repository.commitOf(Revision.MAIN)).isEmpty();
        assertThat(repository.lastLookup(Revision.MAIN)).isEmpty();
        assertThat(repository.listing(COMMIT)).isEmpty();
        assertThat(repository.filesPresent(COMMIT)).isEmpty();
        assertThat(repository.missing(COMMIT, List.of(FILE))).containsExactly(FILE);
        assertThat(repository.hasBlob(FILE.digest(), 7)).isFalse();
        assertThat(repository.plainFiles()).isEmpty();
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void ref_saysWhereARevisionWasAndWhen() throws IOException {
        Path ref = write("refs/main", COMMIT.hex());
        Files.setLastModifiedTime(ref, FileTime.from(Instant.parse("2020-03-10T12:00:00Z")));

        assertThat(repository.commitOf(Revision.MAIN)).contains(COMMIT);
        assertThat(repository.refNames(Revision.MAIN, COMMIT)).isTrue();
        assertThat(repository.refNames(Revision.MAIN, new CommitHash("d".repeat(40))))
                .isFalse();
        assertThat(repository.lastLookup(Revision.MAIN)).contains(Instant.parse("2020-03-10T12:00:00Z"));
    }

    @Test
    void refThatEndsWithALineBreak_isUnderstoodButNotExact() throws IOException {
        write("refs/main", COMMIT + "\n");

        assertThat(repository.commitOf(Revision.MAIN)).contains(COMMIT);
        assertThat(repository.refNames(Revision.MAIN, COMMIT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "../../etc", "cccccccc"})
    void refThatNamesNoCommit_countsAsNone(String text) throws IOException {
        write("refs/main", text);

        assertThat(repository.commitOf(Revision.MAIN)).isEmpty();
    }

    @Test
    void refThatIsAFolderOfLongerNames_countsAsNone() throws IOException {
        write("refs/release/v1", COMMIT.hex());

        assertThat(repository.commitOf(new Revision("release"))).isEmpty();
        assertThat(repository.commitOf(new Revision("release/v1"))).contains(COMMIT);
    }

    @Test
    void commit_needsNoRef() {
        assertThat(repository.commitOf(new Revision(COMMIT.hex()))).contains(COMMIT);
        assertThat(repository.refNames(new Revision(COMMIT.hex()), COMMIT)).isTrue();
    }

    @Test
    void file_isThereWhenItsLengthIsRight() throws IOException {
        Path file = write("snapshots/" + COMMIT + "/onnx/model.bin", "weights");
        assertThat(repository.has(COMMIT, FILE)).isTrue();
        assertThat(repository.missing(COMMIT, List.of(FILE))).isEmpty();

        Files.writeString(file, "weight");

        assertThat(repository.has(COMMIT, FILE)).isFalse();
        assertThat(repository.missing(COMMIT, List.of(FILE))).containsExactly(FILE);
    }

    @Test
    void linkToABlobThatIsGone_isNoFile() throws IOException {
        Path file = folder.resolve("snapshots/" + COMMIT + "/onnx/model.bin");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("../../../blobs/" + FILE.digest()));
        assertThat(repository.has(COMMIT, FILE)).isFalse();

        write("blobs/" + FILE.digest(), "weights");

        assertThat(repository.has(COMMIT, FILE)).isTrue();
        assertThat(repository.hasBlob(FILE.digest(), 7)).isTrue();
        assertThat(repository.hasBlob(FILE.digest(), 8)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f3a-2d", "dddddddddddddddddddddddddddddddddddddddd"})
    void linkToABlobThatAnETagNames_isNotTheFileOfAHash(String etag) throws IOException {
        write("blobs/" + etag, "weights");
        Path file = folder.resolve("snapshots/" + COMMIT + "/onnx/model.bin");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("../../../blobs/" + etag));

        assertThat(repository.has(COMMIT, FILE)).isFalse();
        assertThat(repository.missing(COMMIT, List.of(FILE))).containsExactly(FILE);
        assertThat(repository.has(COMMIT, RepoFile.tagged(FILE.path(), 7, etag)))
                .isTrue();
    }

    @Test
    void linkThatAUserMadeToAnotherPlace_isTheFile() throws IOException {
        Path elsewhere = write("elsewhere", "weights");
        Path file = folder.resolve("snapshots/" + COMMIT + "/onnx/model.bin");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, elsewhere);

        assertThat(repository.has(COMMIT, FILE)).isTrue();
    }

    @Test
    void pathThatLeadsOut_isRefused() {
        var evil = new RepoFile("../../x", 1, "b".repeat(40), null, null);

        assertThatThrownBy(() -> repository.file(COMMIT, evil)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> repository.missing(COMMIT, List.of(evil))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void snapshotWithoutAListing_isDescribedByItsFiles() throws IOException {
        write("blobs/" + FILE.digest(), "weights");
        write("snapshots/" + COMMIT + "/config.json", "{}");
        Files.createSymbolicLink(
                folder.resolve("snapshots/" + COMMIT + "/model.bin"), Path.of("../../blobs/" + FILE.digest()));

        Listing present = repository.filesPresent(COMMIT).orElseThrow();

        assertThat(present.files())
                .extracting(RepoFile::path, RepoFile::contentSize)
                .containsExactlyInAnyOrder(tuple("config.json", 2L), tuple("model.bin", 7L));
        assertThat(present.files()).anySatisfy(file -> assertThat(file.lfs()).isEqualTo(FILE.lfs()));
    }

    @Test
    void plainFiles_areFoundByTheListingsOfTheirSnapshots() throws IOException {
        Path file = write("snapshots/" + COMMIT + "/onnx/model.bin", "weights");
        assertThat(repository.plainFiles()).isEmpty();

        write("trees/" + COMMIT + ".json", "");
        Files.write(folder.resolve("trees/" + COMMIT + ".json"), TreeFile.format(new Listing(COMMIT, List.of(FILE))));

        assertThat(repository.plainFiles()).isEqualTo(Map.of(FILE.digest(), List.of(file)));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Such as that of another user, who can read it. */
    @Test
    @WherePermissionsCount
    void aBlobThatCannotBeRead_isNotSaidToBeBad() throws IOException {
        Path blob = repository.blob(FILE.digest());
        Files.createDirectories(blob.getParent());
        Files.write(blob, CONTENT);
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isTrue();
        Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(() -> repository.hasIntactBlob(FILE.digest(), 7))
                .isExactlyInstanceOf(AccessDeniedException.class)
                .hasMessage(blob.toString());
    }

    @Test
    void aBlobOfAnotherContentOrLength_orNone_isBad() throws IOException {
        Path blob = repository.blob(FILE.digest());
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isFalse();
        Files.createDirectories(blob);
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isFalse();
        Files.delete(blob);
        Files.createSymbolicLink(blob, Path.of("missing"));
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isFalse();
        Files.delete(blob);
        Files.writeString(blob, "WEIGHTS");
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isFalse();
        Files.writeString(blob, "short");
        assertThat(repository.hasIntactBlob(FILE.digest(), 7)).isFalse();
    }
}
