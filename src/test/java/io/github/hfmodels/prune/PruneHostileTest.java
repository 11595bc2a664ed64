package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.process.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is in a cache, nothing outside of it is touched, and nothing is waited for. */
@Timeout(60)
class PruneHostileTest {

    private static final String COMMIT = "1".repeat(40);
    private static final String BLOB = "b".repeat(40);
    private static final String SHARED = "ab".repeat(32);

    @TempDir
    private Path folder;

    /** Puts something into a cache. */
    @FunctionalInterface
    private interface Trap {
        /**
         * @param cache the cache
         * @param repo a repository in it, with a revision and two blobs
         * @param outside a folder with the same things as the repository
         */
        void in(Path cache, Path repo, Path outside) throws IOException;
    }

    enum Shape {
        NOTHING((cache, repo, outside) -> {}),
        REPOSITORY((cache, repo, outside) -> link(repo, outside)),
        SNAPSHOTS((cache, repo, outside) -> link(repo.resolve("snapshots"), outside.resolve("snapshots"))),
        SNAPSHOT((cache, repo, outside) ->
                link(repo.resolve("snapshots").resolve(COMMIT), outside.resolve("snapshots/" + COMMIT))),
        FOLDER_OF_A_SNAPSHOT((cache, repo, outside) ->
                link(repo.resolve("snapshots/" + COMMIT + "/more"), outside.resolve("snapshots/" + COMMIT))),
        FILE_OF_A_SNAPSHOT((cache, repo, outside) ->
                link(repo.resolve("snapshots/" + COMMIT + "/more"), outside.resolve("blobs/" + BLOB))),
        BLOBS((cache, repo, outside) -> link(repo.resolve("blobs"), outside.resolve("blobs"))),
        BLOB_IN_USE((cache, repo, outside) -> link(repo.resolve("blobs/" + BLOB), outside.resolve("blobs/" + BLOB))),
        LOOSE_BLOB((cache, repo, outside) ->
                link(repo.resolve("blobs/" + "c".repeat(40)), outside.resolve("blobs/" + BLOB))),
        PART((cache, repo, outside) ->
                link(repo.resolve("blobs/" + BLOB + ".0123abcd.incomplete"), outside.resolve("blobs/" + BLOB))),
        REFS((cache, repo, outside) -> link(repo.resolve("refs"), outside.resolve("refs"))),
        REF((cache, repo, outside) -> link(repo.resolve("refs/main"), outside.resolve("refs/main"))),
        FOLDER_OF_REFS((cache, repo, outside) -> link(repo.resolve("refs/pr"), outside.resolve("refs"))),
        ABSENCES((cache, repo, outside) -> link(repo.resolve(".no_exist"), outside.resolve(".no_exist"))),
        FOLDER_OF_ABSENCES((cache, repo, outside) -> link(
                repo.resolve(".no_exist").resolve(COMMIT),
                outside.resolve(".no_exist").resolve(COMMIT))),
        LISTINGS((cache, repo, outside) -> link(repo.resolve("trees"), outside.resolve("trees"))),
        LISTING((cache, repo, outside) ->
                link(repo.resolve("trees/" + COMMIT + ".json"), outside.resolve("trees/" + COMMIT + ".json"))),
        LOCKS((cache, repo, outside) -> link(cache.resolve(".locks"), outside)),
        LOCKS_OF_THE_REPOSITORY((cache, repo, outside) -> link(cache.resolve(".locks/models--org--model"), outside)),
        LOCK((cache, repo, outside) ->
                link(cache.resolve(".locks/models--org--model/" + BLOB + ".lock"), outside.resolve("blobs/" + BLOB))),
        STORE((cache, repo, outside) -> link(cache.resolve("blobs"), outside.resolve("blobs"))),
        FOLDER_OF_THE_STORE((cache, repo, outside) -> link(cache.resolve("blobs/ab"), outside.resolve("blobs/ab"))),
        MANIFEST_OF_THE_STORE((cache, repo, outside) ->
                link(cache.resolve("blobs/ab/" + SHARED + ".refs"), outside.resolve("blobs/ab/" + SHARED + ".refs"))),
        CONTENT_OF_THE_STORE((cache, repo, outside) ->
                link(cache.resolve("blobs/ab/" + SHARED), outside.resolve("blobs/ab/" + SHARED))),
        LOCK_OF_THE_STORE((cache, repo, outside) ->
                link(cache.resolve("blobs/ab/" + SHARED + ".lock"), outside.resolve("blobs/" + BLOB))),
        LOOP((cache, repo, outside) -> {
            link(repo.resolve("snapshots/" + COMMIT + "/loop"), repo);
            link(repo.resolve("snapshots/" + COMMIT + "/self"), repo.resolve("snapshots/" + COMMIT + "/self"));
            link(repo.resolve("blobs/" + "c".repeat(40)), repo.resolve("blobs/" + "c".repeat(40)));
        }),
        PIPES((cache, repo, outside) -> {
            NamedPipe.in(repo.resolve("snapshots/" + COMMIT + "/pipe.json"));
            NamedPipe.in(repo.resolve("blobs/" + "c".repeat(40)));
            NamedPipe.in(repo.resolve("blobs/" + BLOB + ".0123abcd.incomplete"));
            NamedPipe.in(repo.resolve("trees/" + "2".repeat(40) + ".json"));
            NamedPipe.in(cache.resolve(".locks/models--org--model/" + BLOB + ".lock"));
            NamedPipe.in(cache.resolve("blobs/ab/" + SHARED + ".lock"));
        }),
        PIPE_FOR_A_REF((cache, repo, outside) -> NamedPipe.in(repo.resolve("refs/v1"))),
        PIPE_FOR_A_MANIFEST((cache, repo, outside) -> NamedPipe.in(cache.resolve("blobs/ab/" + SHARED + ".refs"))),
        FOLDERS_FOR_FILES((cache, repo, outside) -> {
            Files.createDirectories(repo.resolve("blobs/" + "c".repeat(40) + "/x"));
            Files.createDirectories(repo.resolve("trees/" + "2".repeat(40) + ".json/x"));
            Files.createDirectories(cache.resolve(".locks/models--org--model/" + BLOB + ".lock/x"));
        }),
        FILE_FOR_SNAPSHOTS((cache, repo, outside) -> file(repo.resolve("snapshots"))),
        FILE_FOR_REFS((cache, repo, outside) -> file(repo.resolve("refs"))),
        FILE_FOR_BLOBS((cache, repo, outside) -> file(repo.resolve("blobs"))),
        FILE_FOR_LOCKS((cache, repo, outside) -> file(cache.resolve(".locks")));

        private final Trap trap;

        Shape(Trap trap) {
            this.trap = trap;
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void nothingOutside_isTouched(Shape shape) throws Exception {
        Path root = folder.toRealPath().resolve("hub");
        Path outside = folder.toRealPath().resolve("outside");
        fill(outside);
        fill(root.resolve("models--org--model"));
        Files.createDirectories(root.resolve("blobs/ab"));
        Files.writeString(root.resolve("blobs/.huggingface-shared-blobs"), "1\n");
        Files.writeString(root.resolve("blobs/ab/" + SHARED), "content");
        Files.writeString(root.resolve("blobs/ab/" + SHARED + ".refs"), "");
        shape.trap.in(root, root.resolve("models--org--model"), outside);
        Map<String, String> before = state(outside);
        var cache = new SnapshotCache(root, true);
        // In two days all is old, and one byte is as good as none.
        Instant now = Instant.now().plus(Duration.ofDays(2));
        CacheInventory inventory = cache.inventory();
        var rules = NamedRepositories.added(new KeepRules(Map.of(), Map.of(), null, 1L), inventory);

        PrunePlan plan = PrunePlanner.plan(inventory, CacheDetails.read(cache, inventory, now), rules, now);
        new Pruner(cache, () -> {}, TestTime.NO_WAIT).prune(plan, now);

        assertThat(state(outside)).isEqualTo(before);
        if (shape == Shape.NOTHING) {
            assertThat(root.resolve("models--org--model")).doesNotExist();
        }
    }

    private static void fill(Path repo) throws IOException {
        file(repo.resolve("blobs").resolve(BLOB));
        file(repo.resolve("blobs/" + "d".repeat(40)));
        file(repo.resolve("blobs/ab/" + SHARED));
        file(repo.resolve("blobs/ab/" + SHARED + ".refs"));
        file(repo.resolve("blobs/.huggingface-shared-blobs"));
        Files.deleteIfExists(repo.resolve("blobs/x"));
        link(
                repo.resolve("snapshots/" + COMMIT + "/config.json"),
                repo.resolve("blobs").resolve(BLOB));
        link(repo.resolve("snapshots/" + COMMIT + "/sub/weights"), repo.resolve("blobs/" + "d".repeat(40)));
        file(repo.resolve("refs/main"));
        Files.writeString(repo.resolve("refs/main"), COMMIT);
        file(repo.resolve("trees/" + COMMIT + ".json"));
        file(repo.resolve(".no_exist/" + COMMIT + "/none"));
        if (repo.endsWith("models--org--model")) {
            // Not of a repository.
            Files.delete(repo.resolve("blobs/ab/" + SHARED));
            Files.delete(repo.resolve("blobs/ab/" + SHARED + ".refs"));
            Files.delete(repo.resolve("blobs/ab"));
            Files.delete(repo.resolve("blobs/.huggingface-shared-blobs"));
        }
    }

    private static void file(Path file) throws IOException {
        remove(file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content of " + file.getFileName());
    }

    private static void link(Path link, Path target) throws IOException {
        remove(link);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, target);
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.list(path)) {
                for (Path each : all.toList()) {
                    remove(each);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Each file, its time and its content. */
    private static Map<String, String> state(Path folder) throws IOException {
        var state = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                var attributes = Files.readAttributes(each, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                FileTime time = attributes.lastModifiedTime();
                String content = attributes.isRegularFile() ? Files.readString(each) : "";
                state.put(folder.relativize(each).toString(), time + " " + content);
            }
        }
        return state;
    }
}
