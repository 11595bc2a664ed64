package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheInventoryTest {

    private static final CommitHash FIRST = new CommitHash("1".repeat(40));
    private static final CommitHash SECOND = new CommitHash("2".repeat(40));
    private static final Revision MAIN = new Revision("main");
    private static final Revision PULL_REQUEST = new Revision("refs/pr/1");

    @TempDir
    private Path folder;

    private Path root;
    private Path tiny;

    @BeforeEach
    void prepare() throws IOException {
        root = folder.toRealPath().resolve("hub");
        tiny = root.resolve("models--org--tiny");
    }

    @Test
    void noCache_isEmpty() throws IOException {
        assertThat(new SnapshotCache(root, true).inventory())
                .isEqualTo(new CacheInventory(List.of(), List.of(), List.of()));
        assertThat(root).doesNotExist();
    }

    @Test
    void repositories_haveRevisionsRefsAndBlobs() throws IOException {
        SnapshotCache cache = filled(true);

        CacheInventory inventory = cache.inventory();

        assertThat(inventory.damage()).isEmpty();
        assertThat(inventory.repositories())
                .extracting(Repository::repo)
                .containsExactly(
                        new RepoId(RepoType.DATASET, "data"),
                        new RepoId(RepoType.MODEL, "org/tiny"),
                        new RepoId(RepoType.SPACE, "org/app"));
        Repository repository = inventory.repositories().get(1);
        assertThat(repository.folder()).isEqualTo(tiny);
        assertThat(repository.refs())
                .extracting(CachedRef::name, CachedRef::commit)
                .containsExactly(tuple("main", SECOND), tuple("refs/pr/1", FIRST));
        assertThat(repository.revisions()).extracting(CachedRevision::commit).containsExactly(FIRST, SECOND);
        CachedRevision second = repository.revisions().get(1);
        assertThat(second.folder()).isEqualTo(tiny.resolve("snapshots").resolve(SECOND.hex()));
        assertThat(second.files())
                .extracting(CachedFile::path)
                .containsExactly("config.json", "same.json", "sub/b.bin");
        // 'config' twice, 'more weights' once.
        assertThat(second.size()).isEqualTo(6 + 12);
        assertThat(repository.size()).isEqualTo(6 + 7 + 12);
        assertThat(inventory.size()).isEqualTo(6 + 7 + 12 + 3 + 3);
    }

    @Test
    void blobs_knowTheirRevisionsAndTimes() throws IOException {
        SnapshotCache cache = filled(true);
        Path config = tiny.resolve("blobs").resolve(digest("config").hex());
        FileTime written = FileTime.from(Instant.parse("2040-01-02T03:04:05Z"));
        Files.setLastModifiedTime(config, written);
        Path unlinked = Files.writeString(tiny.resolve("blobs").resolve("f".repeat(64)), "nobody's");

        Repository repository = cache.inventory().repositories().get(1);

        assertThat(repository.blobs()).hasSize(4).contains(blob(repository, config), blob(repository, unlinked));
        assertThat(repository.revisions()).allMatch(revision -> revision.blobs().contains(blob(repository, config)));
        assertThat(repository.linkedBlobs()).hasSize(3).doesNotContain(blob(repository, unlinked));
        assertThat(repository.unlinkedBlobs()).containsExactly(blob(repository, unlinked));
        assertThat(blob(repository, config).lastModified()).isEqualTo(written.toInstant());
        assertThat(blob(repository, unlinked).lastAccess()).isAfter(Instant.EPOCH);
        assertThat(repository.revisions())
                .extracting(CachedRevision::lastModified)
                .containsOnly(written.toInstant());
        assertThat(repository.size()).isEqualTo(6 + 7 + 12);
    }

    @Test
    void withoutLinks_aFileIsItsOwnBlob() throws IOException {
        Repository repository = filled(false).inventory().repositories().get(1);

        assertThat(repository.blobs()).hasSize(5);
        assertThat(repository.linkedBlobs()).hasSize(5);
        CachedFile file = repository.revisions().get(0).files().get(0);
        assertThat(file.blob().path()).isEqualTo(tiny.resolve("snapshots/" + FIRST + "/a.bin"));
        assertThat(repository.size()).isEqualTo(6 + 7 + 6 + 6 + 12);
    }

    @Test
    void aRevisionWithoutFiles_isThere() throws IOException {
        var cache = new SnapshotCache(root, true);
        cache.writer(new RepoId(RepoType.MODEL, "org/tiny")).prepare(FIRST);

        assertThat(cache.inventory().repositories()).singleElement().satisfies(repository -> {
            assertThat(repository.revisions()).singleElement().satisfies(revision -> {
                assertThat(revision.files()).isEmpty();
                assertThat(revision.lastModified()).isAfter(Instant.EPOCH);
            });
            assertThat(repository.size()).isZero();
        });
    }

    @Test
    void parts_areNotBlobs() throws IOException {
        SnapshotCache cache = filled(true);
        String hash = "e".repeat(64);
        List<String> names = List.of(
                hash + ".0123abcd.incomplete",
                hash + ".hf-models.incomplete",
                hash + ".hf-models.incomplete.journal",
                hash + ".0123abcd.tmp");
        for (String name : names) {
            Files.writeString(tiny.resolve("blobs").resolve(name), "half");
        }

        Repository repository = cache.inventory().repositories().get(1);

        assertThat(repository.parts())
                .extracting(part -> part.path().getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(repository.parts()).extracting(CachedBlob::size).containsOnly(4L);
        assertThat(repository.blobs()).hasSize(3);
    }

    @Test
    void contentsInTheSharedStore_countOnce() throws IOException {
        SnapshotCache cache = filled(true);
        String xet = "ab" + "0".repeat(62);
        Path store = Files.createDirectories(root.resolve("blobs/ab"));
        Files.writeString(root.resolve("blobs/.huggingface-shared-blobs"), "1\n");
        Files.writeString(store.resolve(xet), "shared");
        Files.writeString(store.resolve(xet + ".refs"), "models--org--tiny/blobs/x\n");
        for (String name : List.of("models--org--tiny", "spaces--org--app")) {
            Path blobs = root.resolve(name).resolve("blobs");
            Files.createSymbolicLink(blobs.resolve("d".repeat(64)), Path.of("../../blobs/ab/" + xet));
            Path snapshot = root.resolve(name).resolve("snapshots").resolve(FIRST.hex());
            Files.createSymbolicLink(snapshot.resolve("shared.bin"), Path.of("../../blobs/" + "d".repeat(64)));
        }
        // Of no repository.
        Files.writeString(store.resolve("ab" + "1".repeat(62)), "left");

        CacheInventory inventory = cache.inventory();

        assertThat(inventory.damage()).isEmpty();
        assertThat(inventory.repositories()).extracting(Repository::size).containsExactly(3L, 25L + 6, 3L + 6);
        assertThat(inventory.size()).isEqualTo(31 + 6 + 4);
        assertThat(inventory.unlinkedShared()).extracting(CachedBlob::size).containsExactly(4L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"buckets--org--b", "models--a--b--c", "models--", "models----x", "models--a--", "photos", "--"})
    void aFolderThatIsNotARepositorys_isNamed(String name) throws IOException {
        SnapshotCache cache = filled(true);
        Path other = Files.createDirectories(root.resolve(name));
        Files.createDirectory(other.resolve("snapshots"));

        CacheInventory inventory = cache.inventory();

        assertThat(inventory.repositories()).hasSize(3);
        assertThat(inventory.damage()).singleElement().satisfies(damaged -> {
            assertThat(damaged.path()).isEqualTo(other);
            assertThat(damaged.reason()).contains("is not");
        });
    }

    @Test
    void hostileNames_areReportedOnOneLine() throws IOException {
        var cache = new SnapshotCache(root, true);
        Files.createDirectories(root.resolve("models--a\n\u001b[2Jb"));
        Files.writeString(root.resolve("x\ry"), "");

        assertThat(cache.inventory().damage())
                .hasSize(2)
                .extracting(Damage::reason)
                .allMatch(reason -> reason.codePoints().noneMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rm -r models--org--tiny/snapshots                                        | snapshots is not a folder
            rm models--org--tiny/blobs/*                                             | is a link to a blob that is missing
            touch models--org--tiny/snapshots/file                                   | snapshots/file is not the snapshot of a commit
            mkdir models--org--tiny/snapshots/main                                   | snapshots/main is not the snapshot of a commit
            rm -r models--org--tiny/snapshots/1*                                     | refs/refs/pr/1 names a commit without a snapshot
            echo main > models--org--tiny/refs/main                                  | refs/main is not a ref
            printf '\\377' > models--org--tiny/refs/main                              | refs/main is not a ref
            echo >> models--org--tiny/refs/main                                      | refs/main is not a ref
            echo 0123456789012345678901234567890123456789012345678901234567890123456 > models--org--tiny/refs/x | refs/x is not a ref
            ln -s main models--org--tiny/refs/x                                      | refs/x is not a ref
            rm -r models--org--tiny/refs && touch models--org--tiny/refs             | refs is not a folder
            echo 1 > outside && mv models--org--tiny/blobs ../b && ln -s ../../b models--org--tiny/blobs | blobs is not a folder, but a link, behind which list and prune do not look
            mv models--org--tiny ../t && ln -s ../t models--org--tiny                | models--org--tiny is not a folder, but a link
            echo secret > ../s && ln -s ../../../../s models--org--tiny/snapshots/1111111111111111111111111111111111111111/s | leads out of the cache
            ln -s x models--org--tiny/snapshots/1111111111111111111111111111111111111111/x | cannot be read
            echo secret > ../s && ln -s ../../../s models--org--tiny/blobs/s         | leads out of the cache
            mkdir ../d && ln -s ../../../d models--org--tiny/snapshots/3333333333333333333333333333333333333333 | is not a folder
            """)
    void aDamagedRepository_isNamedWithTheReason_andOthersAreRead(String command, String reason) throws Exception {
        SnapshotCache cache = filled(true);
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(root.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        Files.deleteIfExists(root.resolve("outside"));

        CacheInventory inventory = cache.inventory();

        assertThat(inventory.whole()).hasSize(2);
        assertThat(inventory.damage()).singleElement().satisfies(damaged -> {
            assertThat(damaged.path().startsWith(tiny)).isTrue();
            assertThat(damaged.reason()).contains(reason);
        });
        assertThat(inventory.size()).isEqualTo(3 + 3);
    }

    @Test
    void filesOfTheSystem_areIgnored() throws IOException {
        SnapshotCache cache = filled(true);
        CacheInventory before = cache.inventory();
        for (String place : List.of("", "models--org--tiny/refs", "models--org--tiny/snapshots")) {
            Files.writeString(root.resolve(place).resolve(".DS_Store"), "");
        }

        assertThat(cache.inventory()).isEqualTo(before);
    }

    private static CachedBlob blob(Repository repository, Path path) {
        return repository.blobs().stream()
                .filter(blob -> blob.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Two revisions of a model, which share a content, a data set and a space, as the plugin writes them. */
    private SnapshotCache filled(boolean withLinks) throws IOException {
        var cache = new SnapshotCache(root, withLinks);
        RepositoryWriter writer = cache.writer(new RepoId(RepoType.MODEL, "org/tiny"));
        write(writer, FIRST, "a.bin", "weights");
        write(writer, FIRST, "config.json", "config");
        write(writer, SECOND, "config.json", "config");
        write(writer, SECOND, "same.json", "config");
        write(writer, SECOND, "sub/b.bin", "more weights");
        writer.writeRef(PULL_REQUEST, FIRST, Instant.now());
        writer.writeRef(MAIN, SECOND, Instant.now());
        write(cache.writer(new RepoId(RepoType.DATASET, "data")), SECOND, "a.csv", "a,b");
        write(cache.writer(new RepoId(RepoType.SPACE, "org/app")), FIRST, "app.py", "run");
        return cache;
    }

    private void write(RepositoryWriter writer, CommitHash commit, String path, String content) throws IOException {
        writer.prepare(commit);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Digest digest = digest(content);
        var file = new RepoFile(path, bytes.length, digest.hex(), null, null);
        try (var mutex = writer.acquireMutex(digest)) {
            writer.publish(Files.write(writer.part(digest, mutex), bytes), digest);
            writer.link(digest, List.of(new SnapshotFile(commit, file)), true);
        }
    }

    private static Digest digest(String content) {
        return new Digest(
                Digest.Algorithm.GIT_SHA1, Digest.Algorithm.GIT_SHA1.of(content.getBytes(StandardCharsets.UTF_8)));
    }
}
