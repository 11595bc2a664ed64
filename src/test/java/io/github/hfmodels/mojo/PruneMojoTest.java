package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.CacheShape;
import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.WherePermissionsCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goal prune; the cache has a model with two revisions that refs name, and one that no ref names. */
class PruneMojoTest extends GoalTest {

    private Path cache;
    private Path model;
    private Path detached;

    @BeforeEach
    void fill() throws Exception {
        cache = folder.toRealPath().resolve("home/hub");
        CacheShape.DETACHED_REVISIONS.write(cache);
        model = cache.resolve("models--org--tiny");
        detached = model.resolve("snapshots").resolve(CacheShape.Names.THIRD);
    }

    @AfterEach
    void nothingWasAsked() {
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    void withNobodyToAsk_itOnlyShows(PruneMojo mojo) throws Exception {
        String log = log(mojo);

        assertThat(log)
                .contains("org/tiny: 12 B")
                .contains("revision 33333333")
                .contains("no ref or lock names it")
                .contains("Nothing was deleted; to delete it, run again with -Dhf.yes");
        assertThat(log.lines().map(line -> line.replaceFirst(".*PruneMojo - ", "[WARNING] ")))
                .allMatch(line -> line.length() <= 100 || line.contains(cache.toString()));
        assertThat(detached).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_deletesNothingWhateverElseIsSaid(PruneMojo mojo) throws Exception {
        assertThat(log(mojo)).contains("revision 33333333").contains("Dry run: nothing was deleted (hf.dryRun)");

        assertThat(detached).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void yes_deletes(PruneMojo mojo) throws Exception {
        assertThat(log(mojo)).contains("Freed 12 B: 1 revision, 1 blob");

        assertThat(detached).doesNotExist();
        assertThat(model.resolve("snapshots").resolve(CacheShape.Names.FIRST)).exists();
        startBuild();
        assertThat(log(mojo)).contains("Nothing to delete in the cache " + cache);
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "keepDays", value = "1")
    void whatWasUsedWithinKeepDays_stays(PruneMojo mojo) throws Exception {
        assertThat(log(mojo))
                .contains("Nothing to delete")
                .contains("Left alone, used within hf.keepDays: revision 33333333 of org/tiny");

        assertThat(detached).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void whatThePomNames_staysHoweverSmallTheCacheShallBe(PruneMojo mojo) throws Exception {
        declare("build", "<models><model>org/tiny@refs/pr/1</model></models>");

        assertThat(log(mojo)).contains("refs: main").contains("more than hf.maxCacheSize (1 B)");

        assertThat(model.resolve("snapshots").resolve(CacheShape.Names.FIRST)).exists();
        assertThat(model.resolve("refs/refs/pr/1")).exists();
        assertThat(model.resolve("snapshots").resolve(CacheShape.Names.SECOND)).doesNotExist();
        assertThat(model.resolve("refs/main")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void whatAnExecutionNamesAsText_stays(PruneMojo mojo) throws Exception {
        declare("build", "<modelCoordinates>org/other, org/tiny@refs/pr/1</modelCoordinates>");

        log(mojo);

        assertThat(model.resolve("snapshots").resolve(CacheShape.Names.FIRST)).exists();
        assertThat(model.resolve("refs/refs/pr/1")).exists();
        assertThat(model.resolve("refs/main")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void whatThePropertyNames_stays_besideTheModelsThatItReplaces(PruneMojo mojo) throws Exception {
        declare("build", "<models><model>org/tiny</model></models>");
        project.getProperties().setProperty("hf.models", "org/tiny@refs/pr/1");

        log(mojo);

        assertThat(model.resolve("refs/refs/pr/1")).exists();
        assertThat(model.resolve("refs/main")).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void eachCacheOfABuild_isPrunedOnce(PruneMojo mojo) throws Exception {
        Path other = folder.toRealPath().resolve("other");
        CacheShape.DETACHED_REVISIONS.write(other);
        log(mojo);
        assertThat(log(mojo)).doesNotContain("in the cache");

        session.getSystemProperties().setProperty("env.HF_HUB_CACHE", other.toString());
        try {
            assertThat(log(mojo)).contains("Freed 12 B");
        } finally {
            session.getSystemProperties().remove("env.HF_HUB_CACHE");
        }

        assertThat(other.resolve("models--org--tiny/snapshots").resolve(CacheShape.Names.THIRD))
                .doesNotExist();
    }

    @Test
    @WherePermissionsCount
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void aTagOfTheCacheThatMayNotBeWritten_isNamed(PruneMojo mojo) throws Exception {
        Path tag = Files.writeString(cache.resolve("CACHEDIR.TAG"), "tag");
        Files.setPosixFilePermissions(tag, PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(mojo::execute).hasMessageContaining(tag + ": no permission; check its owner and mode");

        assertThat(detached).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void theWordsOfATokenizer_nameNothing_andLargeConfigurationsDo(PruneMojo mojo) throws Exception {
        Path adapter = cache.resolve("models--org--adapter");
        Path snapshot = Files.createDirectories(adapter.resolve("snapshots").resolve(CacheShape.Names.FIRST));
        String named = "\"org/tiny--modeling_tiny.Tiny\"";
        Files.writeString(snapshot.resolve("tokenizer.json"), "{" + named + ": \"" + CacheShape.Names.THIRD + "\"}");
        Files.writeString(
                snapshot.resolve("config.json"), "{\"x\": \"" + "x".repeat(100_000) + "\", \"y\": " + named + "}");
        declare("build", "<models><model>org/adapter@" + CacheShape.Names.FIRST + "</model></models>");

        log(mojo);

        assertThat(model.resolve("refs/main")).exists();
        assertThat(detached).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void whatALockFileHas_staysAlthoughNoPomUsesIt(PruneMojo mojo) throws Exception {
        hub.model("org/locked").commit("first").file("config.json", "{\"locked\": 1}");
        Path lockFile = folder.resolve("some.lock.json");
        var build = new TestBuild(hub.endpoint(), cache).model("org/locked");
        new LockFile(lockFile).write(build.lock());
        hub.clearRequests();
        declare("build", "<lockFile>" + lockFile + "</lockFile>");

        log(mojo);

        assertThat(cache.resolve("models--org--locked/snapshots")).isNotEmptyDirectory();
        assertThat(model).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "1B")
    void whatAConfigurationOfANeededModelNames_stays(PruneMojo mojo) throws Exception {
        Path adapter = cache.resolve("models--org--adapter");
        Path snapshot = Files.createDirectories(adapter.resolve("snapshots").resolve(CacheShape.Names.FIRST));
        Files.writeString(
                snapshot.resolve("adapter_config.json"),
                "{\"base_model_name_or_path\": \"org\\/tiny\", \"revision\": \"" + CacheShape.Names.THIRD + "\"}");
        declare("build", "<models><model>org/adapter@" + CacheShape.Names.FIRST + "</model></models>");

        log(mojo);

        assertThat(snapshot).exists();
        assertThat(detached).exists();
        assertThat(model.resolve("refs/main")).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void aLockFileThatCannotBeRead_failsBeforeAnythingIsDeleted(PruneMojo mojo) throws Exception {
        Path lockFile = Files.writeString(folder.resolve("some.lock.json"), "[");
        declare("build", "<lockFile>" + lockFile + "</lockFile>");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("some.lock.json");

        assertThat(detached).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void aDamagedRepository_isNamedAndLeftAlone(PruneMojo mojo) throws Exception {
        Files.createSymbolicLink(detached.resolve("lost"), Path.of("../../blobs/lost"));

        assertThat(log(mojo)).contains("Left alone, damaged: org/tiny (").contains("See what is damaged: mvn ");

        assertThat(detached).exists();
    }

    @Test
    @WherePermissionsCount
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void whatCannotBeDeleted_isNamedAndFailsTheGoalAtTheEnd(PruneMojo mojo) throws Exception {
        Path other = cache.resolve("models--org--other");
        Path absence = Files.createDirectories(other.resolve(".no_exist/x")).resolve("none");
        Files.createFile(absence);
        Files.createDirectories(other.resolve("snapshots"));
        Files.setPosixFilePermissions(detached, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageContaining(detached.toString())
                    .hasMessageContaining("no permission");
            assertThat(absence).doesNotExist();
            assertThat(model.resolve("refs/main")).exists();
        } finally {
            Files.setPosixFilePermissions(detached, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "keepDays", value = "-1")
    void negativeDays_areAMistake(PruneMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("<keepDays> is -1; expected zero or more days");
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "maxCacheSize", value = "20G")
    void aSizeWithoutAUnit_isAMistake(PruneMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("<maxCacheSize> is '20G'; expected a size");
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void leftovers_goWhenTheyAreOld(PruneMojo mojo) throws Exception {
        String name = "f".repeat(64) + ".0123abcd.incomplete";
        Path young = Files.writeString(model.resolve("blobs").resolve(name), "part");
        Path old = Files.writeString(model.resolve("blobs").resolve("e" + name), "part");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));

        assertThat(log(mojo)).contains("1 part").contains("Left alone, written within a day: part fff");

        assertThat(young).exists();
        assertThat(old).doesNotExist();
    }

    /** Nobody need agree again. */
    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    void whatAKilledPruneHasLeft_goesThoughNothingElseIsToBeDeleted(PruneMojo mojo) throws Exception {
        Path left = leftByKilledPrune();
        Path ofRepository = left.resolveSibling("datasets--gone.0123abcd.tmp");
        Files.createDirectories(ofRepository.resolve("snapshots"));
        Path foreign = Files.createDirectories(left.resolveSibling("notes--of mine.0123abcd.tmp"));

        assertThat(log(mojo))
                .contains("Nothing to delete in the cache " + cache)
                .doesNotContain("Freed");

        assertThat(left).doesNotExist();
        assertThat(ofRepository).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_keepsWhatAKilledPruneHasLeft(PruneMojo mojo) throws Exception {
        Path left = leftByKilledPrune();

        assertThat(log(mojo)).contains("Nothing to delete in the cache " + cache);

        assertThat(left).exists();
    }

    /** Half of the detached snapshot; nothing else is to be deleted. */
    private Path leftByKilledPrune() throws IOException {
        Path left = cache.resolve(".locks/models--org--tiny." + CacheShape.Names.THIRD + ".0123abcd.tmp");
        Files.createDirectories(left);
        Files.move(detached.resolve("config.json"), left.resolve("config.json"));
        Path blob = model.resolve("blobs")
                .resolve(Files.readSymbolicLink(left.resolve("config.json")).getFileName());
        delete(detached);
        delete(blob);
        return left;
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    @MojoParameter(name = "maxCacheSize", value = "60001")
    void theSizeOfEachCache_isLimitedByItself(PruneMojo mojo) throws Exception {
        Path modelScope = folder.resolve("modelscope");
        Path revision = modelScope.resolve("models/org--name/snapshots").resolve(CacheShape.Names.FIRST);
        Path blob = Files.createDirectories(modelScope.resolve("models/org--name/blobs"))
                .resolve("a".repeat(64));
        Files.write(blob, new byte[60_000]);
        Files.createDirectories(revision);
        Files.createSymbolicLink(
                revision.resolve("model.bin"), Path.of("../../blobs").resolve(blob.getFileName()));
        Path refs = Files.createDirectories(modelScope.resolve("models/org--name/refs"));
        Files.writeString(refs.resolve("master"), CacheShape.Names.FIRST);

        assertThat(log(mojo))
                .contains("What nobody needs in the cache " + cache)
                .contains("Nothing to delete in the cache " + modelScope)
                .contains("Freed 12 B");

        assertThat(model.resolve("refs/main")).exists();
        assertThat(detached).doesNotExist();
        assertThat(revision.resolve("model.bin")).exists();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void aCacheOfModelScopeThatCannotBeRead_doesNotKeepTheHubsFromBeingPruned(PruneMojo mojo) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("modelscope")).resolve("models"), "no folder");

        assertThat(log(mojo)).contains("Freed 12 B");

        assertThat(detached).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prune", pom = NO_MODELS)
    @MojoParameter(name = "yes", value = "true")
    void withoutACache_thereIsNothingToDo(PruneMojo mojo) throws Exception {
        delete(cache);

        assertThat(log(mojo)).contains("Nothing to delete in the cache " + cache);

        assertThat(cache).doesNotExist();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static String log(Mojo mojo) throws Exception {
        try (var log = new CapturedLog()) {
            mojo.execute();
            return log.text();
        }
    }
}
