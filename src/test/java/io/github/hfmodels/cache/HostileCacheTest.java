package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.process.WherePermissionsCount;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others may put into a cache neither leads out of it nor stops the reading, and hides nothing else. */
@Timeout(60)
class HostileCacheTest {

    /** Below the folder of the repository {@code org/tiny}. */
    private static final String SNAPSHOT = "snapshots/1111111111111111111111111111111111111111";

    @TempDir
    private Path folder;

    private Path root;
    private Path tiny;

    @BeforeEach
    void prepare() throws IOException {
        root = folder.toRealPath().resolve("hub");
        tiny = root.resolve("models--org--tiny");
        CacheShape.TYPES.write(root);
        Files.createDirectory(folder.resolve("outside"));
        Files.writeString(folder.resolve("outside/secret"), "x".repeat(1_000));
    }

    /** Whoever deletes temporary folders takes minutes for deep ones. */
    @AfterEach
    void deleteDeepFolders() throws Exception {
        run("rm -rf snapshots/1*/d");
    }

    /** Each in the repository's folder, with what is then said. Where something is a pipe, whoever opens it waits for ever. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ln -s ../../../../outside/secret SNAPSHOT/x                   | SNAPSHOT/x, leads out of the cache
            ln -s /etc/passwd SNAPSHOT/x                                  | SNAPSHOT/x, leads out of the cache
            ln -s ../../../outside blobs/x                                | blobs/x, leads out of the cache
            ln -s ../../../outside/secret blobs/x                         | blobs/x, leads out of the cache
            ln -s /dev/zero SNAPSHOT/x                                    | SNAPSHOT/x, leads out of the cache
            rm -r snapshots && ln -s ../../outside snapshots              | snapshots, is not a folder
            rm -r blobs && ln -s ../../outside blobs                      | blobs, is not a folder
            rm -r refs && ln -s ../../outside refs                        | refs, is not a folder
            ln -s ../../outside trees                                     | trees, is not a folder
            ln -s ../../outside .no_exist                                 | .no_exist, is not a folder
            ln -s x SNAPSHOT/x                                            | SNAPSHOT/x, cannot be read
            ln -s y SNAPSHOT/x && ln -s x SNAPSHOT/y                      | SNAPSHOT/x, cannot be read
            ln -s x blobs/x                                               | blobs/x, cannot be read
            ln -s ../../../../.. SNAPSHOT/x                               | SNAPSHOT/x, leads out of the cache
            mkfifo SNAPSHOT/x                                             | SNAPSHOT/x, is neither a file nor a folder
            mkfifo SNAPSHOT/y && ln -s y SNAPSHOT/x                       | SNAPSHOT/x, is neither a file nor a folder
            mkfifo refs/x                                                 | refs/x, is not a ref
            rm -r refs && mkfifo refs                                     | refs, is not a folder
            rm -r snapshots && mkfifo snapshots                           | snapshots, is not a folder
            mkfifo snapshots/3333333333333333333333333333333333333333     | snapshots/3333333333333333333333333333333333333333, is not a folder
            ln -s ../../../../outside/secret refs/x                       | refs/x, is not a ref
            head -c 20000000 /dev/zero > refs/x                           | refs/x, is not a ref
            printf '1111111111111111111111111111111111111111\\n' > refs/x | refs/x, is not a ref
            """)
    void itIsDamage_withWhatToDo_andTheRestIsListed(String command, String damage) throws Exception {
        run(command.replace("SNAPSHOT", SNAPSHOT));
        String[] expected = damage.replace("SNAPSHOT", SNAPSHOT).split(", ");

        CacheInventory inventory = inventory();

        Repository repository = repository(inventory);
        assertThat(repository.damage())
                .filteredOn(each -> each.path().equals(tiny.resolve(expected[0])))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.reason()).contains(expected[1]);
                    assertThat(each.advice()).isNotEqualTo(Advice.NONE);
                });
        assertThat(inventory.whole()).hasSize(3);
        // Nothing that is outside is counted.
        assertThat(repository.blobs()).extracting(CachedBlob::size).allMatch(size -> size < 100);
        assertThat(repository.blobs()).allMatch(blob -> blob.content().startsWith(root));
    }

    /** Harmless, since nothing that matters leads to them. */
    @ParameterizedTest
    @CsvSource({
        "mkfifo blobs/x",
        "mkdir blobs/x",
        "ln -s ../../x blobs/x",
        "mkfifo trees/x",
        "mkdir -p .no_exist/x && mkfifo .no_exist/x/y",
        "ln -s ../../../outside trees/x",
        "mkfifo x",
        "ln -s / x",
        "ln -s . SNAPSHOT/x",
        "ln -s .. SNAPSHOT/x"
    })
    void whatNothingLeadsTo_isNeitherReadNorDamage(String command) throws Exception {
        CacheInventory before = inventory();

        run("mkdir trees; " + command.replace("SNAPSHOT", SNAPSHOT));

        assertThat(inventory()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "mkfifo ../x",
        "ln -s ../../outside ../x",
        "ln -s ../../outside ../models--org--x",
        "ln -s models--org--tiny ../models--org--x",
        "mkfifo ../models--org--x",
        "ln -s models--org--x ../models--org--x",
        "touch ../models--org--x",
        "mkfifo ../blobs",
        "mkdir ../blobs && mkfifo ../blobs/.huggingface-shared-blobs",
        "mkdir ../blobs && printf 2 > ../blobs/.huggingface-shared-blobs",
        "mkdir -p ../../o && printf '1\\n' > ../../o/.huggingface-shared-blobs && ln -s ../o ../blobs"
    })
    void whatIsNoRepository_isForeign(String command) throws Exception {
        CacheInventory before = inventory();

        run(command);

        CacheInventory inventory = inventory();
        assertThat(inventory.repositories()).isEqualTo(before.repositories());
        assertThat(inventory.foreign())
                .hasSize(1)
                .allMatch(foreign -> !foreign.advice().equals(Advice.NONE));
        assertThat(inventory.shared()).isEmpty();
    }

    @Test
    void namesInNoEncoding_areRead() throws Exception {
        run("""
                f=$(printf 'a\\377b'); echo weights > "blobs/$f"; ln -s "../../blobs/$f" "SNAPSHOT/$f"
                printf 1111111111111111111111111111111111111111 > "refs/$f"
                """.replace("SNAPSHOT", SNAPSHOT));

        Repository repository = repository(inventory());

        assertThat(repository.damage()).isEmpty();
        assertThat(repository.revisions().get(0).files())
                .extracting(file -> file.blob().size())
                .contains(8L);
        assertThat(repository.refs()).hasSize(3);
    }

    @Test
    void controlCharacters_areNotInReasons() throws Exception {
        run(
                "printf x > \"$(printf 'refs/a\\n\\033[2Jb')\"; touch \"$(printf '../a\\rb')\"; mkfifo \"$(printf 'SNAPSHOT/\\tx')\""
                        .replace("SNAPSHOT", SNAPSHOT));

        CacheInventory inventory = inventory();

        assertThat(repository(inventory).damage()).hasSize(2).allMatch(HostileCacheTest::isPrintable);
        assertThat(inventory.foreign()).hasSize(1).allMatch(HostileCacheTest::isPrintable);
    }

    @Test
    void timesBeyondAllDates_areDates() throws Exception {
        Path blob = new ShapedRepository(root, "models--org--tiny").blob("config");
        Files.setLastModifiedTime(blob, FileTime.from(Instant.parse("1903-01-01T00:00:00Z")));
        assertThat(repository(inventory()).revisions().get(0).lastUse()).isAfter(Instant.EPOCH);

        assertThat(FolderReader.instant(FileTime.from(Instant.MAX))).isEqualTo(Instant.parse("9999-12-31T00:00:00Z"));
        assertThat(FolderReader.instant(FileTime.from(Instant.MIN))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void sizesBeyondAllDisks_areAdded() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            Path blob = new ShapedRepository(root, "models--org--tiny").blob(name);
            try (FileChannel sparse = FileChannel.open(blob, StandardOpenOption.WRITE)) {
                sparse.position(8L << 40).write(StandardCharsets.US_ASCII.encode("x"));
            } catch (IOException e) {
                org.junit.jupiter.api.Assumptions.abort("skipped: the file system has no sparse files of that size");
            }
            run("ln -s ../../blobs/" + blob.getFileName() + " " + SNAPSHOT + "/" + name);
        }

        assertThat(repository(inventory()).size()).isGreaterThan(24L << 40);
    }

    @Test
    void aRevisionInDeepFolders_isRead() throws Exception {
        Path deep = tiny.resolve(SNAPSHOT).resolve("d/".repeat(1_500));
        Files.writeString(Files.createDirectories(deep).resolve("file"), "deep");

        assertThat(repository(inventory()).revisions().get(0).files())
                .extracting(CachedFile::path)
                .anyMatch(path -> path.endsWith("d/d/file"));
    }

    /** Of more than a system call takes as a path. */
    @Test
    void foldersThatAreTooDeep_areDamage() throws Exception {
        run("cd SNAPSHOT && mkdir -p $(printf 'd/%.0s' $(seq 3000))".replace("SNAPSHOT", SNAPSHOT));

        Repository repository = repository(inventory());

        assertThat(repository.damage())
                .singleElement()
                .satisfies(damage -> assertThat(damage.reason()).contains("cannot be read"));
        assertThat(repository.revisions()).hasSize(2);
    }

    @Test
    @WherePermissionsCount
    void foldersThatCannotBeRead_hideNothingElse() throws Exception {
        new ShapedRepository(root, "models--org--tiny").link(SNAPSHOT.substring(10), "sub/x", "in the folder");
        new ShapedRepository(root, "models--org--closed").ref("main", "1".repeat(40));
        List<Path> closed = List.of(
                tiny.resolve(SNAPSHOT).resolve("sub"), tiny.resolve("refs/refs"), root.resolve("models--org--closed"));
        for (Path each : closed) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
        }

        CacheInventory inventory;
        try {
            inventory = inventory();
        } finally {
            for (Path each : closed) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        assertThat(inventory.repositories())
                .extracting(each -> each.repo() + " " + each.revisions().size() + " revisions, "
                        + each.refs().size() + " refs, "
                        + each.revisions().stream()
                                .mapToInt(revision -> revision.files().size())
                                .sum() + " files")
                .contains("org/tiny 2 revisions, 1 refs, 5 files", "datasets/data 1 revisions, 1 refs, 1 files");
        assertThat(inventory.repositories().stream().flatMap(each -> each.damage().stream()))
                .extracting(Damage::reason)
                .contains(
                        closed.get(0) + " cannot be read (no permission)",
                        closed.get(1) + " cannot be read (no permission)")
                .anyMatch(reason -> reason.startsWith(closed.get(2).toString()) && reason.contains("no permission"));
    }

    private void run(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(tiny.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private CacheInventory inventory() throws IOException {
        return new SnapshotCache(root, true).inventory();
    }

    private Repository repository(CacheInventory inventory) {
        return inventory.repositories().stream()
                .filter(each -> each.folder().equals(tiny))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPrintable(Damage damage) {
        return damage.reason().codePoints().noneMatch(Character::isISOControl);
    }
}
