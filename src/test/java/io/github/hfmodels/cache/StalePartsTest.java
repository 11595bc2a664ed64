package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalePartsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String HASH = "a".repeat(64);

    @TempDir
    private Path cache;

    private RepositoryWriter writer;
    private Path blobs;

    @BeforeEach
    void prepare() throws IOException {
        writer = new SnapshotCache(cache, true).writer(new RepoId(RepoType.MODEL, "org/name"));
        writer.prepare(new CommitHash("c".repeat(40)));
        blobs = cache.resolve("models--org--name/blobs");
    }

    @Test
    void partsThatNobodyTouchedForAWeek_areDeleted_andNothingElse() throws IOException {
        Duration old = Duration.ofDays(7).plusSeconds(1);
        Path part = file(HASH + ".hf-models.incomplete", old);
        Path journal = file(HASH + ".hf-models.incomplete.journal", old);
        Path unique = file(HASH + ".0123abcd.hf-models.incomplete", old);
        Path fresh = file("b" + HASH.substring(1) + ".hf-models.incomplete", Duration.ofDays(6));
        Path blob = file(HASH, old);
        Path pythons = file(HASH + ".0123abcd.incomplete", old);
        Path pythonsOld = file(HASH + ".incomplete", old);

        writer.deleteStaleParts(NOW);

        assertThat(part).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(unique).doesNotExist();
        assertThat(fresh).exists();
        assertThat(blob).exists();
        assertThat(pythons).exists();
        assertThat(pythonsOld).exists();
    }

    @Test
    void aPartThatIsGoneMeanwhile_isNoFailure() throws IOException {
        // Listed, and not there when it is looked at: as a part that another process has just published.
        Files.createSymbolicLink(blobs.resolve(HASH + ".hf-models.incomplete"), Path.of("nowhere"));
        Path other = file("b" + HASH.substring(1) + ".hf-models.incomplete", Duration.ofDays(8));

        writer.deleteStaleParts(NOW);

        assertThat(other).doesNotExist();
    }

    @Test
    void aPartThatCannotBeDeleted_isNoFailure() throws IOException {
        Path folder = Files.createDirectory(blobs.resolve(HASH + ".hf-models.incomplete"));
        Files.writeString(folder.resolve("x"), "");
        Files.setLastModifiedTime(folder, FileTime.from(NOW.minus(Duration.ofDays(8))));

        writer.deleteStaleParts(NOW);

        assertThat(folder).exists();
    }

    @Test
    void aPartThatNobodyWouldGoOnWith_goesWithItsJournal() throws IOException {
        Path part = file(HASH + ".0123abcd.hf-models.incomplete", Duration.ZERO);
        Path journal = file(HASH + ".0123abcd.hf-models.incomplete.journal", Duration.ZERO);
        Path other = file(HASH + ".hf-models.incomplete", Duration.ZERO);

        writer.discard(part);

        assertThat(part).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(other).exists();
    }

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.writeString(blobs.resolve(name), "");
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
