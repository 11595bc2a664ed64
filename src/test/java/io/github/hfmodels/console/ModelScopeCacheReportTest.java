package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of ModelScope's cache, beside the Hub's. */
class ModelScopeCacheReportTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.DATASET, "org/name");
    private static final CommitHash COMMIT = new CommitHash("a".repeat(64));
    private static final Revision MASTER = new Revision("master");

    @TempDir
    private Path temporary;

    @BeforeEach
    void fill() throws IOException {
        RepositoryWriter writer = cache().writer(REPO);
        writer.prepare(COMMIT);
        String hex = Digest.Algorithm.SHA256.of("weights".getBytes(StandardCharsets.UTF_8));
        var file = new RepoFile("model.bin", 7, hex, new Lfs(hex, 7), null);
        try (FileMutex mutex = writer.acquireMutex(file.digest())) {
            Path part = writer.part(file.digest(), mutex);
            Files.writeString(part, "weights");
            writer.publish(part, file.digest());
            writer.link(file.digest(), List.of(new SnapshotFile(COMMIT, file)), true);
        }
        writer.writeRef(MASTER, COMMIT, Instant.now());
        writer.publish(MASTER, COMMIT, true);
        Path own = Files.createDirectories(folder().resolve("snapshots/v1")).resolve("own.bin");
        Files.writeString(own, "own");
    }

    @Test
    void theTable_hasTheRepository_andWhatTheSdkHasWritten() throws IOException {
        // Lines are cut where they are too long.
        assertThat(String.join("", CacheText.lines(report())).replaceAll("\\s+", ""))
                .contains("modelscope://datasets/org/name(master)")
                .contains("10B12")
                .contains("ofModelScope'sSDK:1file(3B)ofv1,whichnogoaldeletes")
                .contains("Total:10Bin1repository,1revision,2files")
                .contains("ModelScope'scacheis" + temporary.resolve("modelscope"))
                .doesNotContain("damaged");
    }

    @Test
    void theJson_hasThem() throws IOException {
        JsonNode json = new ObjectMapper().readTree(CacheJson.of(report()));

        JsonNode repository = json.at("/repositories/0");
        assertThat(repository.get("source").asText()).isEqualTo("modelscope");
        assertThat(repository.get("type").asText()).isEqualTo("dataset");
        assertThat(repository.get("id").asText()).isEqualTo("org/name");
        assertThat(repository.get("type").asText()).isEqualTo("dataset");
        assertThat(repository.get("size").asLong()).isEqualTo(10);
        assertThat(repository.get("revisions")).hasSize(1);
        assertThat(repository.at("/sdkSnapshots/1/name").asText()).isEqualTo("v1");
        assertThat(repository.at("/sdkSnapshots/1/ownSize").asLong()).isEqualTo(3);
        assertThat(repository.at("/sdkSnapshots/0/ownFiles").asInt()).isZero();
    }

    private SnapshotCache cache() {
        return new SnapshotCache(temporary.resolve("hub"), true).withModelScope(() -> temporary.resolve("modelscope"));
    }

    private Path folder() {
        return temporary.resolve("modelscope/datasets/org--name");
    }

    private CacheReport report() throws IOException {
        return new CacheReport(cache().inventory(), cache().folder(), new AdviceText(""));
    }
}
