package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which caches are the project's own, and where the paths of parameters lead. */
class ModuleTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    @TempDir
    private Path top;

    private final MavenSession session = mock(MavenSession.class);

    @Test
    void aCacheInABuildDirectoryOfAnyModule_isTheProjectsOwn() {
        MavenProject root = project("", null);
        MavenProject module = project("module", root);
        MavenProject other = project("other", root);
        when(session.getAllProjects()).thenReturn(List.of(root, module, other));
        var built = new Module(session, module, new MojoExecution(null));

        assertThat(built.isOwnCache(cache("target/hf"), REPO)).isTrue();
        assertThat(built.isOwnCache(cache("module/target/a/b"), REPO)).isTrue();
        assertThat(built.isOwnCache(cache("other/target"), REPO)).isTrue();
    }

    @Test
    void anyOtherCache_isShared() {
        MavenProject root = project("", null);
        when(session.getAllProjects()).thenReturn(List.of(root));
        var built = new Module(session, root, new MojoExecution(null));

        assertThat(built.isOwnCache(cache("cache"), REPO)).isFalse();
        assertThat(built.isOwnCache(cache("target-of-others"), REPO)).isFalse();
        assertThat(built.isOwnCache(cache("src/target"), REPO)).isFalse();
        assertThat(built.isOwnCache(new SnapshotCache(top.resolveSibling("cache"), true), REPO))
                .isFalse();
    }

    @Test
    void aModuleThatIsBuiltAlone_knowsTheBuildDirectoriesOfItsParents() {
        MavenProject module = project("module", project("", null));
        when(session.getAllProjects()).thenReturn(List.of(module));

        assertThat(new Module(session, module, new MojoExecution(null)).isOwnCache(cache("target/hf"), REPO))
                .isTrue();
    }

    @Test
    void withoutAProject_everyCacheIsShared() {
        var none = new MavenProject();
        when(session.getAllProjects()).thenReturn(List.of(none));

        assertThat(new Module(session, none, new MojoExecution(null)).isOwnCache(cache("target/hf"), REPO))
                .isFalse();
    }

    @Test
    void aFolderOutsideOfTheModule_isNotItsOwn() throws IOException {
        var built = new Module(session, project("module", null), new MojoExecution(null));
        Files.createDirectories(top.resolve("module/target"));
        Files.createDirectories(top.resolve("models"));
        Path link = Files.createSymbolicLink(top.resolve("module/linked"), top.resolve("models"));

        assertThat(built.contains(top.resolve("module/target/models"))).isTrue();
        assertThat(built.contains(top.resolve("models"))).isFalse();
        assertThat(built.contains(top.resolve("module/../models"))).isFalse();
        assertThat(built.contains(top.resolve("module-of-others"))).isFalse();
        assertThat(built.contains(link)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${hf.lockFile}         |                  | ",
                "${hf.lockFile}         | given            | given",
                "${hf.lockFile}         | ${set}/given     | value/given",
                "${hf.lockFile}         | ''               | ",
                "a/../b                 |                  | a/../b",
                "~                      |                  | HOME",
                "~/b                    |                  | HOME/b",
                "${set}/b               |                  | value/b",
                "${home}/b              |                  | HOME/b",
                "' '                    |                  | ",
            })
    void path_beginsInTheModuleOrInTheHomeFolder(String written, @Nullable String property, @Nullable String expected) {
        Module module = configured(written, property);

        Path path = module.path("lockFile", paths());

        assertThat(path)
                .isEqualTo(
                        expected == null
                                ? null
                                : expected.startsWith("HOME")
                                        ? Path.of(expected.replace(
                                                "HOME", top.resolve("me").toString()))
                                        : top.resolve("module").resolve(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${no.such}              |                   | no.such",
                "${no.such}/b            |                   | no.such",
                "a/${set}/${no.such}/b   |                   | no.such",
                "${dangling}             |                   | dangling",
                "${hf.lockFile}          | ${no.such}        | no.such",
                "${hf.lockFile}          | a/${no.such}      | no.such",
            })
    void path_thatNamesAPropertyThatIsNotSet_isRefused(String written, @Nullable String property, String name) {
        Module module = configured(written, property);

        assertThatThrownBy(() -> module.path("lockFile", paths()))
                .isInstanceOf(UserException.class)
                .hasMessage("<lockFile> names the property " + name
                        + ", which is not set; set it, or leave <lockFile> out");
    }

    /** A module whose execution has that text for a parameter, and whose session has that property for it. */
    private Module configured(String written, @Nullable String property) {
        MavenProject module = project("module", null);
        module.getProperties().setProperty("set", "value");
        module.getProperties().setProperty("home", "~");
        module.getProperties().setProperty("dangling", "${no.such}/x");
        var user = new Properties();
        if (property != null) {
            user.setProperty("hf.lockFile", property);
        }
        when(session.getUserProperties()).thenReturn(user);
        when(session.getSystemProperties()).thenReturn(new Properties());
        when(session.getCurrentProject()).thenReturn(module);
        var configuration = new Xpp3Dom("configuration");
        var parameter = new Xpp3Dom("lockFile");
        parameter.setValue(written);
        configuration.addChild(parameter);
        var execution = new MojoExecution(new Plugin(), "lock", "default");
        execution.setConfiguration(configuration);
        return new Module(session, module, execution);
    }

    private UserPaths paths() {
        return new UserPaths(() -> top.resolve("me"));
    }

    private SnapshotCache cache(String path) {
        return new SnapshotCache(top.resolve(path), true);
    }

    private MavenProject project(String path, @Nullable MavenProject parent) {
        Path folder = top.resolve(path);
        var project = new MavenProject();
        project.setFile(folder.resolve("pom.xml").toFile());
        project.setParent(parent);
        var build = new Build();
        build.setDirectory(folder.resolve("target").toString());
        project.setBuild(build);
        return project;
    }
}
