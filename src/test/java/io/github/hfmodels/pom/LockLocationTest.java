package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.lockfile.LockFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lock file a module follows and writes. */
class LockLocationTest {

    @TempDir
    private Path top;

    @Test
    void theNearest_isFollowedAndWritten() throws IOException {
        Path root = lockIn(top.resolve("reactor"));
        Path group = lockIn(top.resolve("reactor/group"));
        Files.createDirectories(top.resolve("reactor/group/module"));
        LockLocation location = location(top.resolve("reactor/group/module"), top.resolve("reactor"));

        assertThat(location.existing()).contains(group);
        assertThat(location.toWrite()).isEqualTo(group);

        Path own = lockIn(top.resolve("reactor/group/module"));
        assertThat(location.existing()).contains(own);

        Files.delete(own);
        Files.delete(group);
        assertThat(location.existing()).contains(root);
    }

    @Test
    void whereThereIsNone_theRootGetsIt() throws IOException {
        LockLocation location = location(top.resolve("reactor/module"), top.resolve("reactor"));

        assertThat(location.existing()).isEmpty();
        assertThat(location.toWrite()).isEqualTo(top.resolve("reactor").resolve(LockFile.NAME));
    }

    @Test
    void aboveTheRoot_nothingIsLookedFor() throws IOException {
        lockIn(top);
        LockLocation location = location(top.resolve("reactor/module"), top.resolve("reactor"));

        assertThat(location.existing()).isEmpty();
    }

    @Test
    void aFolderOfThatName_isNoLock() throws IOException {
        Files.createDirectories(top.resolve("reactor/module").resolve(LockFile.NAME));
        Path root = lockIn(top.resolve("reactor"));

        assertThat(location(top.resolve("reactor/module"), top.resolve("reactor"))
                        .existing())
                .contains(root);
    }

    @Test
    void aLinkThatLeadsNowhere_isTheLock() throws IOException {
        Path link = Files.createDirectories(top.resolve("reactor/module")).resolve(LockFile.NAME);
        Files.createSymbolicLink(link, top.resolve("missing"));

        assertThat(location(top.resolve("reactor/module"), top.resolve("reactor"))
                        .existing())
                .contains(link);
    }

    @Test
    void withoutAnMvnFolder_theOutermostParentIsTheRoot() throws IOException {
        Path root = lockIn(top.resolve("reactor"));
        // Built from the module's own folder, which Maven then takes for the root.
        Path module = Files.createDirectories(top.resolve("reactor/group/module"));
        MavenProject project =
                project(module, project(top.resolve("reactor/group"), project(top.resolve("reactor"), null)));

        LockLocation location = LockLocation.of(session(module), project, null);

        assertThat(location.root()).isEqualTo(top.resolve("reactor"));
        assertThat(location.existing()).contains(root);
    }

    @Test
    void aParentOfTheRepository_isNoFolderToLookIn() throws IOException {
        Path module = Files.createDirectories(top.resolve("module"));
        MavenProject project = project(module, project(null, null));

        LockLocation location = LockLocation.of(session(module), project, null);

        assertThat(location.toWrite()).isEqualTo(module.resolve(LockFile.NAME));
    }

    @Test
    void aParentBesideTheModule_doesNotCount() throws IOException {
        Path module = Files.createDirectories(top.resolve("module"));
        lockIn(top.resolve("parent"));
        MavenProject project = project(module, project(top.resolve("parent"), null));

        LockLocation location = LockLocation.of(session(module), project, null);

        assertThat(location.existing()).isEmpty();
        assertThat(location.toWrite()).isEqualTo(module.resolve(LockFile.NAME));
    }

    @Test
    void theHigherOfParentAndMvnFolder_isTheRoot() throws IOException {
        Path module = Files.createDirectories(top.resolve("reactor/group/module"));
        MavenProject project = project(module, project(top.resolve("reactor/group"), null));

        assertThat(LockLocation.of(session(top.resolve("reactor")), project, null)
                        .root())
                .isEqualTo(top.resolve("reactor"));
    }

    @Test
    void theGivenFile_isTakenWhetherItIsThereOrNot() throws IOException {
        lockIn(top.resolve("reactor"));
        Path given = top.resolve("locks/other.json");
        Path module = Files.createDirectories(top.resolve("reactor/module"));

        LockLocation location = LockLocation.of(session(top.resolve("reactor")), project(module, null), given);

        assertThat(location.existing()).contains(given);
        assertThat(location.toWrite()).isEqualTo(given);
    }

    @Test
    void withoutAProject_theFolderIsThatOfTheCommandLine() throws IOException {
        Path lock = lockIn(top.resolve("anywhere"));
        MavenSession session = session(top.resolve("anywhere"));
        when(session.getExecutionRootDirectory())
                .thenReturn(top.resolve("anywhere").toString());

        assertThat(LockLocation.of(session, project(null, null), null).existing())
                .contains(lock);
    }

    private static LockLocation location(Path module, Path root) throws IOException {
        return LockLocation.of(session(root), project(Files.createDirectories(module), null), null);
    }

    private static Path lockIn(Path folder) throws IOException {
        return Files.createFile(Files.createDirectories(folder).resolve(LockFile.NAME));
    }

    /** @param root the folder with {@code .mvn}, or that of the build's start */
    private static MavenSession session(Path root) {
        var request = new DefaultMavenExecutionRequest();
        request.setMultiModuleProjectDirectory(root.toFile());
        MavenSession session = mock(MavenSession.class);
        when(session.getRequest()).thenReturn(request);
        return session;
    }

    /** @param folder null for a project that is not built from a file on disk */
    private static MavenProject project(@Nullable Path folder, @Nullable MavenProject parent) {
        var project = new MavenProject();
        project.setFile(folder == null ? null : new File(folder.toFile(), "pom.xml"));
        project.setParent(parent);
        return project;
    }
}
