package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.prefetch.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache holds as people and as programs read it. */
class CacheReportTest {

    private static final CommitHash COMMIT = new CommitHash("0123456789".repeat(4));
    private static final CommitHash OTHER = new CommitHash("9".repeat(40));
    private static final Instant WRITTEN = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant READ = Instant.parse("2026-03-04T12:00:00Z");

    /** Of lines that Maven marks with {@code [INFO] }. */
    private static final int MARK = 7;

    @TempDir
    private Path cache;

    @Test
    void table_hasTheLargestFirst() {
        assertThat(lines(
                        repository(RepoType.DATASET, "acme/small", 570, READ, "main"),
                        repository(RepoType.MODEL, "acme/large", 2_000_000_000, WRITTEN, "main", "refs/pr/1"),
                        repository(RepoType.MODEL, "acme/detached", 90_400_000, READ)))
                .containsExactly(
                        "     SIZE  REVISIONS    FILES  LAST USE             REPOSITORY (REFS)",
                        "   2.0 GB          1        1  2026-01-02 modified  acme/large (main, refs/pr/1)",
                        "  90.4 MB          1        1  2026-03-04 accessed  acme/detached",
                        "    570 B          1        1  2026-03-04 accessed  datasets/acme/small (main)",
                        "Total: 2.1 GB in 3 repositories, 3 revisions, 3 files",
                        "The cache is " + cache);
    }

    @Test
    void aRepositoryWithoutRevisions_wasNeverUsed() {
        var empty = new Repository(
                new RepoId(RepoType.MODEL, "acme/empty"),
                cache,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(lines(empty))
                .contains(
                        "      0 B          0        0  -                    acme/empty",
                        "Total: 0 B in 1 repository, 0 revisions, 0 files");
    }

    @Test
    void damage_isBelowItsRepository_withWhatToDo() {
        Repository whole = repository(RepoType.MODEL, "acme/whole", 1_000, WRITTEN);
        Repository damaged = damaged(
                repository(RepoType.MODEL, "acme/damaged", 2_000, WRITTEN, "main"),
                new Damage(cache, "refs/v1 is wrong", Advice.to(Advice.Action.PRUNE_CACHE)));

        try (var log = new CapturedLog()) {
            report(inventory(damaged, whole)).log();
            assertThat(log.text())
                    .contains("WARN")
                    .contains("1 repository is damaged, or not to be read here, and not counted");
        }
        assertThat(lines(damaged, whole))
                .startsWith(
                        "     SIZE  REVISIONS    FILES  LAST USE             REPOSITORY (REFS)",
                        "   2.0 kB          1        1  2026-01-02 modified  acme/damaged (main)",
                        "                                                    damaged: refs/v1 is wrong; run mvn",
                        "                                                    hf-models:prune to delete it when it is",
                        "                                                    a day old",
                        "   1.0 kB          1        1  2026-01-02 modified  acme/whole",
                        "Total: 1.0 kB in 1 repository, 1 revision, 1 file; damaged ones are not counted");
    }

    @Test
    void aFolderOnAnotherDisk_isNotToBeDeleted() throws IOException {
        Path elsewhere = Files.createDirectories(cache.resolve("elsewhere/blobs"));
        Path model = Files.createDirectories(cache.resolve("hub/models--acme--linked"));
        Files.createDirectories(model.resolve("snapshots"));
        Files.createSymbolicLink(model.resolve("blobs"), elsewhere);
        CacheInventory inventory = new SnapshotCache(cache.resolve("hub"), true).inventory();

        String lines = String.join("", CacheText.lines(report(inventory))).replaceAll("\\s+", " ");

        assertThat(lines)
                .contains("not counted: ")
                .contains("but a link, behind which list and prune do not look; leave it if it is meant to be one")
                .doesNotContain("damaged: ", "delete it");
    }

    @Test
    void muchDamage_isCutShort() {
        Damage[] damage = IntStream.range(0, 1_000)
                .mapToObj(i -> new Damage(cache, "link " + i, Advice.NONE))
                .toArray(Damage[]::new);

        List<String> lines = lines(damaged(repository(RepoType.MODEL, "acme/damaged", 1, WRITTEN), damage));

        assertThat(lines).filteredOn(line -> line.contains("damaged: link")).hasSize(5);
        assertThat(lines).anyMatch(line -> line.endsWith("and 995 more, as JSON by hf.listFile"));
    }

    @Test
    void whatPruneDeletes_isSummedUp() {
        Repository used = repository(RepoType.MODEL, "acme/used", 1_000, WRITTEN);
        CachedBlob unlinked = blob("unlinked", 30, WRITTEN);
        Repository full = new Repository(
                used.repo(),
                used.folder(),
                used.revisions(),
                used.refs(),
                List.of(used.blobs().get(0), unlinked),
                List.of(blob("part", 7_000, WRITTEN)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        CachedBlob shared = blob("shared", 500, WRITTEN);
        var report = report(new CacheInventory(List.of(full), List.of(), List.of(shared)));

        assertThat(String.join(" ", CacheText.lines(report)))
                .contains("Total: 1.5 kB in 1 repository, 1 revision, 1 file; what repositories share is counted once")
                .contains("Besides: 1 part of a download (7.0 kB) and 2 blobs without a link (530 B), which mvn"
                        + " hf-models:prune deletes, parts when they are a day old");
    }

    @Test
    void foreignEntries_areNamed() {
        var foreign = new Damage(cache.resolve("photos"), "'photos' is no repository", Advice.of("move it away"));

        assertThat(CacheText.lines(report(new CacheInventory(List.of(), List.of(foreign), List.of()))))
                .containsExactly(
                        "The cache " + cache + " has no repositories",
                        "1 entry is no repository:",
                        "  'photos' is no repository; move it away");
    }

    @Test
    void aCacheThatIsEmptyOrMissing_saysSo() {
        Path missing = cache.resolve("missing");
        var inventory = new CacheInventory(List.of(), List.of(), List.of());

        assertThat(CacheText.lines(report(inventory))).containsExactly("The cache " + cache + " has no repositories");
        assertThat(CacheText.lines(new CacheReport(inventory, missing, new AdviceText(""))))
                .containsExactly("There is no cache at " + missing + "; the first download makes it");
    }

    @Test
    void everyLine_fitsAHundredColumns_andLosesNothing() {
        String[] refs = {"main", "refs/pr/" + "1".repeat(60), "ref".repeat(40), "文".repeat(100), ":".repeat(200)};
        Repository damaged = damaged(
                repository(RepoType.DATASET, "a".repeat(96) + "/" + "b".repeat(96), Long.MAX_VALUE, READ, refs),
                new Damage(cache, "x".repeat(300), Advice.to(Advice.Action.REPAIR_CACHE)));
        var foreign = new Damage(cache, "word ".repeat(60) + "😀".repeat(90), Advice.of("delete it"));

        List<String> lines = CacheText.lines(report(new CacheInventory(List.of(damaged), List.of(foreign), List.of())));

        assertThat(lines).allMatch(line -> MARK + columns(line) <= 100);
        String text = String.join("", lines).replace(" ", "");
        assertThat(text)
                .contains("datasets/" + "a".repeat(96) + "/" + "b".repeat(96))
                .contains("refs/pr/" + "1".repeat(60) + "," + "ref".repeat(40));
    }

    @Test
    void hostileNames_cannotDisturbTheTerminalOrACiSystem() {
        Repository repository = repository(
                RepoType.MODEL,
                "acme/name",
                1,
                WRITTEN,
                "a\u001b[2J\nb\r",
                "x/::error::y",
                "some/folder/that/fills/the/line/::set-output name=a::b",
                "##vso[task.complete]",
                "\u202eabc");

        try (var log = new CapturedLog()) {
            report(inventory(repository)).log();
            assertThat(log.text().lines())
                    .noneMatch(line -> line.matches(".*[\\u0000-\\u001f\\u202e].*"))
                    .noneMatch(line ->
                            line.replaceFirst("^\\W*(INFO|WARN)\\W*", "").startsWith("::"))
                    .noneMatch(line -> line.contains("##vso["));
        }
    }

    @Test
    void manyRefs_areCutShort() {
        String[] refs = IntStream.range(0, 50_000).mapToObj(i -> "pr/" + i).toArray(String[]::new);

        assertThat(String.join(" ", lines(repository(RepoType.MODEL, "acme/name", 1, WRITTEN, refs))))
                .contains("pr/0, pr/1,")
                .contains("and 49992 more)")
                .doesNotContain("pr/9,");
    }

    @Test
    void json_hasEverything() throws IOException {
        Repository whole = repository(RepoType.DATASET, "acme/data", 570, READ, "main", "v\"1");
        Path file = cache.resolve("new/folder/list.json");

        report(inventory(whole)).write(file);

        String folder = whole.folder().toString();
        assertThat(Files.readString(file))
                .isEqualTo("""
                {
                  "formatVersion": 1,
                  "cache": "CACHE",
                  "size": 570,
                  "repositories": [
                    {
                      "type": "dataset",
                      "id": "acme/data",
                      "folder": "FOLDER",
                      "damaged": false,
                      "size": 570,
                      "files": 1,
                      "lastAccess": "2026-03-04T12:00:00Z",
                      "lastModified": "2026-01-02T12:00:00Z",
                      "lastUse": "2026-03-04T12:00:00Z",
                      "lastUseBy": "access",
                      "refs": [
                        {"name": "main", "commit": "0123456789012345678901234567890123456789", "lastModified": "2026-01-02T12:00:00Z"},
                        {"name": "v\\"1", "commit": "0123456789012345678901234567890123456789", "lastModified": "2026-01-02T12:00:00Z"}
                      ],
                      "revisions": [
                        {"commit": "0123456789012345678901234567890123456789", "refs": ["main", "v\\"1"], "size": 570, "files": 1, \
                "lastAccess": "2026-03-04T12:00:00Z", "lastModified": "2026-01-02T12:00:00Z", "lastUse": "2026-03-04T12:00:00Z", \
                "lastUseBy": "access", "path": "FOLDER/snapshots/0123456789012345678901234567890123456789"}
                      ],
                      "parts": [],
                      "unlinkedBlobs": [],
                      "damage": []
                    }
                  ],
                  "unlinkedSharedBlobs": [],
                  "foreign": []
                }
                """.replace("FOLDER", folder).replace("CACHE", cache.toString()));
    }

    @Test
    void json_hasWhatIsLeftAndWrong() throws IOException {
        Repository damaged = damaged(
                repository(RepoType.MODEL, "acme/name", 570, WRITTEN),
                new Damage(cache.resolve("x"), "x is wrong", Advice.to(Advice.Action.REPAIR_CACHE)));
        var left = new Repository(
                damaged.repo(),
                damaged.folder(),
                damaged.revisions(),
                List.of(new CachedRef("ghost", cache.resolve("ghost"), OTHER, WRITTEN)),
                List.of(damaged.blobs().get(0), blob("unlinked", 1, READ)),
                List.of(blob("part", 2, READ)),
                List.of(),
                List.of(),
                damaged.damage(),
                List.of());
        var foreign = new Damage(cache.resolve("y"), "y is foreign", Advice.NONE);
        Path file = cache.resolve("list.json");

        report(new CacheInventory(List.of(left), List.of(foreign), List.of(blob("shared", 3, READ))))
                .write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        JsonNode repository = json.at("/repositories/0");
        assertThat(repository.at("/damaged").asBoolean()).isTrue();
        assertThat(repository.at("/refs/0/name").asText()).isEqualTo("ghost");
        assertThat(repository.at("/revisions/0/refs")).isEmpty();
        assertThat(repository.at("/lastUseBy").asText()).isEqualTo("modification");
        assertThat(repository.at("/parts/0/size").asInt()).isEqualTo(2);
        assertThat(repository.at("/unlinkedBlobs/0/path").asText())
                .isEqualTo(cache.resolve("unlinked").toString());
        assertThat(repository.at("/damage/0/reason").asText()).isEqualTo("x is wrong");
        assertThat(repository.at("/damage/0/advice").asText()).contains("verify -Dhf.all -Dhf.repair");
        assertThat(json.at("/unlinkedSharedBlobs/0/size").asInt()).isEqualTo(3);
        assertThat(json.at("/foreign/0/reason").asText()).isEqualTo("y is foreign");
        assertThat(json.at("/size").asInt()).isEqualTo(3);
    }

    @Test
    void aListThatCannotBeWritten_isNamed_andLeavesNothing() throws IOException {
        Path file = Files.createDirectory(cache.resolve("list.json"));

        assertThatThrownBy(() -> report(inventory()).write(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the list cannot be written to " + file + " (hf.listFile): ");
        assertThat(cache.toFile().list()).containsExactly("list.json");
    }

    private List<String> lines(Repository... repositories) {
        return CacheText.lines(report(inventory(repositories)));
    }

    private static CacheInventory inventory(Repository... repositories) {
        return new CacheInventory(Arrays.asList(repositories), List.of(), List.of());
    }

    private CacheReport report(CacheInventory inventory) {
        return new CacheReport(inventory, cache, new AdviceText(""));
    }

    /** With one file, which was last read then. */
    private Repository repository(RepoType type, String id, long size, Instant read, String... refs) {
        Path folder = cache.resolve(type.plural() + "--" + id.replace("/", "--"));
        Path snapshot = folder.resolve("snapshots").resolve(COMMIT.hex());
        var blob = new CachedBlob(snapshot.resolve("file"), snapshot.resolve("file"), size, WRITTEN, read);
        return new Repository(
                new RepoId(type, id),
                folder,
                List.of(new CachedRevision(
                        COMMIT, snapshot, List.of(new CachedFile("file", blob.path(), blob)), WRITTEN, read)),
                Arrays.stream(refs)
                        .map(ref -> new CachedRef(ref, folder.resolve("refs"), COMMIT, WRITTEN))
                        .toList(),
                List.of(blob),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Repository damaged(Repository whole, Damage... damage) {
        return new Repository(
                whole.repo(),
                whole.folder(),
                whole.revisions(),
                whole.refs(),
                whole.blobs(),
                whole.parts(),
                whole.absences(),
                whole.listings(),
                List.of(damage),
                List.of());
    }

    private CachedBlob blob(String name, long size, Instant read) {
        return new CachedBlob(cache.resolve(name), cache.resolve(name), size, WRITTEN, read);
    }

    /** At most, whatever the terminal. */
    private static int columns(String line) {
        return line.codePoints().map(c -> c < 0x7f ? 1 : 2).sum();
    }
}
