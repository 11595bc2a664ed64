package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.cache.CacheShape;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.python.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The list as JSON has what huggingface_hub's scan of the same cache has. */
class ListedLikePythonTest {

    /** One line a thing, and the times of each repository that has files. */
    private static final String SCAN = """
            import json, sys
            from huggingface_hub import scan_cache_dir
            cache = scan_cache_dir(sys.argv[1])
            lines = [
                f"all {cache.size_on_disk}",
                f"warnings {len(cache.warnings)}",
                f"incomplete {len(cache.incomplete_files)} {sum(f.size_on_disk for f in cache.incomplete_files)}",
            ]
            times = {}
            for repo in cache.repos:
                name = repo.repo_type + " " + repo.repo_id
                lines.append(f"{name} {repo.size_on_disk} {repo.nb_files} {repo.repo_path} {sorted(repo.refs)}")
                if repo.nb_files:
                    times[name] = [repo.last_accessed, repo.last_modified]
                for revision in repo.revisions:
                    refs = sorted(revision.refs)
                    lines.append(f"{name} {revision.commit_hash} {revision.size_on_disk} {len(revision.files)} {refs} {revision.snapshot_path}")
            print(json.dumps({"lines": sorted(lines), "times": times}))
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"FOREIGN_REPOSITORIES", "SNAPSHOT_OF_NO_COMMIT"})
    void whatAWholeCacheHas(CacheShape shape) throws IOException {
        Path cache = written(shape);
        JsonNode theirs = scan(cache);
        JsonNode ours = list(cache);

        assertThat(lines(ours)).containsExactlyElementsOf(texts(theirs.at("/lines")));
        for (JsonNode repository : ours.at("/repositories")) {
            JsonNode times = theirs.at("/times").path(name(repository));
            if (!times.isMissingNode()) {
                assertThat(seconds(repository, "lastAccess"))
                        .isCloseTo(times.get(0).asDouble(), within(0.001));
                assertThat(seconds(repository, "lastModified"))
                        .isCloseTo(times.get(1).asDouble(), within(0.001));
            }
        }
    }

    /** It would take {@code models--} for a model with an empty name, which no program can ask for. */
    @Test
    void aRepositoryWithoutAName_isOneToPythonAlone() throws IOException {
        Path cache = written(CacheShape.FOREIGN_REPOSITORIES);

        var theirs = texts(scan(cache).at("/lines"));
        assertThat(theirs).contains("model  0 0 " + cache.resolve("models--") + " []", "warnings 3");
        theirs.removeIf(line -> line.startsWith("model  0 0") || line.startsWith("warnings"));
        theirs.add("warnings 4");
        assertThat(lines(list(cache))).containsExactlyInAnyOrderElementsOf(theirs);
    }

    /** Without a commit, nothing can say what the files should be; so it is damage to us, and prune leaves such a repository alone. */
    @Test
    void aSnapshotOfNoCommit_isOneToPythonAlone() throws IOException {
        Path cache = written(CacheShape.SNAPSHOT_OF_NO_COMMIT);

        assertThat(texts(scan(cache).at("/lines")))
                .contains("warnings 0")
                .anyMatch(line -> line.startsWith("model org/tiny main 10 1 ['v1']"));
        assertThat(lines(list(cache))).containsExactly("all 0", "incomplete 0 0", "warnings 1");
    }

    private Path written(CacheShape shape) throws IOException {
        Path cache = folder.toRealPath().resolve("hub");
        shape.write(cache);
        return cache;
    }

    private static JsonNode scan(Path cache) throws IOException {
        return new ObjectMapper().readTree(Python.requireHuggingfaceHub().run(SCAN, cache.toString()));
    }

    private JsonNode list(Path cache) throws IOException {
        Path file = folder.resolve("list.json");
        new CacheReport(new SnapshotCache(cache, true).inventory(), cache, new AdviceText("")).write(file);
        return new ObjectMapper().readTree(file.toFile());
    }

    /** Those of repositories that are not damaged, as Python has them. */
    private static List<String> lines(JsonNode list) {
        var lines = new ArrayList<String>();
        for (JsonNode repository : list.at("/repositories")) {
            if (!repository.at("/damaged").asBoolean()) {
                lines.add(name(repository) + counts(repository) + " " + text(repository, "folder") + " "
                        + quoted(repository.at("/refs").findValuesAsText("name")));
                for (JsonNode revision : repository.at("/revisions")) {
                    lines.add(name(repository) + " " + text(revision, "commit") + counts(revision) + " "
                            + quoted(texts(revision.at("/refs"))) + " " + text(revision, "path"));
                }
            }
        }
        List<JsonNode> incomplete = stream(list.at("/repositories"))
                .flatMap(repository -> stream(repository.at("/parts")))
                .filter(part -> text(part, "path").endsWith(".incomplete"))
                .toList();
        long damaged = stream(list.at("/repositories"))
                .filter(repository -> repository.at("/damaged").asBoolean())
                .count();
        lines.add("incomplete " + incomplete.size() + " "
                + incomplete.stream()
                        .mapToLong(part -> part.at("/size").asLong())
                        .sum());
        lines.add("warnings " + (list.at("/foreign").size() + damaged));
        lines.add("all " + list.at("/size").asLong());
        return lines.stream().sorted().toList();
    }

    private static String name(JsonNode repository) {
        return text(repository, "type") + " " + text(repository, "id");
    }

    private static String counts(JsonNode node) {
        return " " + node.at("/size").asLong() + " " + node.at("/files").asLong();
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).textValue();
    }

    private static String quoted(List<String> refs) {
        return refs.stream().sorted().map(ref -> "'" + ref + "'").toList().toString();
    }

    private static double seconds(JsonNode node, String member) {
        Instant time = Instant.parse(text(node, member));
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    private static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::textValue).collect(java.util.stream.Collectors.toList());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
