package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.NamedPipe;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The goals lock and update, with a lock file whose one model the project does not have. */
class LockMojoTest extends GoalTest {

    private Path lockFile;
    private String unused;
    private String locked;

    @BeforeEach
    void start() throws Exception {
        unused = hub.model("org/unused")
                .commit("first")
                .file("config.json", "{}")
                .id();
        hub.model("org/new").commit("first").file("config.json", "{}");
        lockFile = folder.resolve("lock.json");
        new LockFile(lockFile)
                .write(new TestBuild(hub.endpoint(), folder.resolve("home/hub"))
                        .model("org/unused")
                        .lock());
        locked = Files.readString(lockFile);
        hub.clearRequests();
        doReturn(List.of(project)).when(session).getProjects();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        execution("default-cli");
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void anUnusedModel_isKeptAndNamed(LockMojo mojo) throws Exception {
        assertThat(log(mojo))
                .contains("Not used by this build, and kept in " + lockFile
                        + ": org/unused@main (hf.dropUnused drops them)")
                .contains(lockFile + " is as it was: 1 model, 1 file, 2 B");

        assertThat(lockFile).content().isEqualTo(locked);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dropUnused", value = "true")
    void dropUnused_dropsItAndSaysSo(LockMojo mojo) throws Exception {
        assertThat(log(mojo))
                .contains("org/unused@main: no longer wanted, and not locked any more")
                .doesNotContain("Not used");

        assertThat(lockFile).content().doesNotContain("org/unused");
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dropUnused", value = "true")
    @MojoParameter(name = "modelCoordinates", value = "org/new")
    void dropUnused_withModelsOfTheCommandLine_dropsNothing(LockMojo mojo) throws Exception {
        assertThat(log(mojo)).doesNotContain("no longer wanted");

        assertThat(lockFile).content().contains("org/unused", "org/new");
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dropUnused", value = "true")
    void dropUnused_inARunOfOneModule_dropsNothing(LockMojo mojo) throws Exception {
        doReturn(MojoExecution.Source.LIFECYCLE).when(execution).getSource();

        assertThat(log(mojo)).doesNotContain("no longer wanted");

        assertThat(lockFile).content().isEqualTo(locked);
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void anUnknownSource_isTheUsersFailure(LockMojo mojo) throws Exception {
        Files.writeString(lockFile, locked.replace("huggingface", "foo"));

        assertThatThrownBy(() -> log(mojo))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(lockFile + ": line 4: the model org/unused@main is of the source 'foo', which");
    }

    @Test
    @InjectMojo(goal = "update", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/unused, org/none")
    void update_ofANameThatIsNowhere_failsBeforeAnyRequest(UpdateMojo mojo) {
        assertThatThrownBy(() -> log(mojo))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("hf.models names org/none, which neither the POM nor the lock file has; check the id or"
                        + " alias, or add it to <models>");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "update", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "mine")
    @MojoParameter(name = "dryRun", value = "true")
    void update_takesAnAliasForItsModel(UpdateMojo mojo) throws Exception {
        declare("<models><model><id>org/unused</id><alias>mine</alias></model><model>org/new</model></models>");

        assertThat(log(mojo))
                .contains("Dry run: the lock has the models that hf.models names, and no revision has moved");

        assertThat(hub.paths("GET"))
                .containsExactly("/api/models/org/unused/revision/main", "/api/models/org/unused/revision/" + unused);
    }

    @Test
    @InjectMojo(goal = "update", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "no--alias")
    void update_ofWhatIsNeitherAnAliasNorAnId_isTheUsersFailure(UpdateMojo mojo) {
        assertThatThrownBy(() -> log(mojo))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(
                        "hf.models names no--alias, which is no alias in the POM: 'no--alias' is not a");
    }

    @Test
    @InjectMojo(goal = "update", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "a,b")
    @MojoParameter(name = "dryRun", value = "true")
    void update_knowsEachAliasOfOneModel(UpdateMojo mojo) throws Exception {
        declare("<models><model><id>org/unused</id><alias>a</alias></model>"
                + "<model><id>org/unused</id><alias>b</alias></model></models>");

        log(mojo);

        assertThat(hub.paths("GET"))
                .containsExactly("/api/models/org/unused/revision/main", "/api/models/org/unused/revision/" + unused);
    }

    /** The other lock file has no model of that alias, which is no id either. */
    @Test
    @InjectMojo(goal = "update", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "qa--v2")
    void update_knowsAnAliasOfOneOfTwoLockFiles(UpdateMojo mojo) throws Exception {
        Path other = folder.resolve("other.json");
        var tests = new PluginExecution();
        tests.setId("tests");
        tests.setConfiguration(Xpp3DomBuilder.build(new StringReader("<configuration><lockFile>" + other
                + "</lockFile><models><model><id>org/new</id><alias>qa--v2</alias></model></models></configuration>")));
        declare("").addExecution(tests);

        log(mojo);

        assertThat(other).content().contains("org/new");
        assertThat(lockFile).content().isEqualTo(locked);
    }

    @ParameterizedTest
    @CsvSource({
        "org/unused,                           'the lock and the POM agree, so nothing would change'",
        "org/unused</model><model>org/new,     'nothing was changed'",
    })
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_saysWhetherLockAndPomAgree(String models, String message, LockMojo mojo) throws Exception {
        declare("<models><model>" + models + "</model></models>");

        assertThat(log(mojo)).contains("Dry run: " + message + " (hf.dryRun)");
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_thatKeepsUnusedModels_doesNotSayThatTheyAgree(LockMojo mojo) throws Exception {
        assertThat(log(mojo))
                .contains("Dry run: the lock has all models of the POM, so nothing would change (hf.dryRun)");
    }

    /** Has the plugin in the project's POM, with that configuration. */
    private Plugin declare(String configuration) throws Exception {
        var plugin = new Plugin();
        plugin.setConfiguration(Xpp3DomBuilder.build(new StringReader(
                "<configuration><lockFile>" + lockFile + "</lockFile>" + configuration + "</configuration>")));
        doReturn(plugin).when(project).getPlugin(any());
        return plugin;
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "maxSize", value = "1")
    void whatAPolicyForbids_isToldAlthoughALaterLockFileFailsOtherwise(LockMojo mojo) throws Exception {
        var tests = new PluginExecution();
        tests.setId("tests");
        tests.setConfiguration(
                Xpp3DomBuilder.build(new StringReader("<configuration><lockFile>" + folder.resolve("other.json")
                        + "</lockFile><models><model>org/new</model></models></configuration>")));
        var held = new PluginExecution();
        held.setId("held");
        held.setConfiguration(Xpp3DomBuilder.build(new StringReader("<configuration><lockFile>" + lockFile
                + "</lockFile><models><model>org/unused</model></models><policy><owners>acme</owners></policy>"
                + "</configuration>")));
        Plugin plugin = declare("");
        plugin.addExecution(held);
        plugin.addExecution(tests);

        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining("maxSize");
            assertThat(log.lines("ERROR"))
                    .singleElement()
                    .asString()
                    .contains("org/unused@main: its owner org is not allowed");
        }
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void aModelThatIsLocked_isInUseByTheBuild(LockMojo mojo) throws Exception {
        declare("<models><model>org/new</model></models>");

        log(mojo);

        assertThat(isInUse("org/new")).isTrue();
        assertThat(isInUse("org/other")).isFalse();
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    @MojoParameter(name = "dryRun", value = "true")
    void aDryRun_doesNotEvenSayWhatItUses(LockMojo mojo) throws Exception {
        Path uses = folder.resolve("home/hub/CACHEDIR.TAG");
        Files.delete(uses);
        declare("<models><model>org/new</model></models>");

        log(mojo);

        assertThat(uses).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void aPipeInPlaceOfTheLockFile_isNamedAndNotWaitedFor(LockMojo mojo) throws Exception {
        NamedPipe.in(lockFile);

        assertThatThrownBy(() -> log(mojo))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the lock file " + lockFile
                        + " cannot be read: expected a regular file, it is something else; move it away");
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void aCacheThatCannotBeLocked_isToldInASentence(LockMojo mojo) throws Exception {
        Path locks = folder.resolve("home/hub/.locks/hf-models");
        Files.createDirectories(locks.getParent());
        Files.writeString(locks, "in the way");

        assertThatThrownBy(() -> log(mojo))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the cache " + folder.resolve("home/hub") + " cannot be locked: cannot use " + locks
                        + ": expected a folder, it is something else; move it away");
    }

    private String log(Mojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "lockFile", lockFile.toString());
        try (var log = new CapturedLog()) {
            mojo.execute();
            return log.text();
        }
    }
}
