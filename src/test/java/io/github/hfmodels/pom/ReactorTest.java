package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.cache.SnapshotCache;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Profile;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which caches are the project's own. */
class ReactorTest {

    @TempDir
    private Path top;

    private final MavenSession session = mock(MavenSession.class);

    @Test
    void aCacheInABuildDirectoryOfAnyModule_isTheProjectsOwn() {
        MavenProject root = project("", null);
        MavenProject module = project("module", root);
        MavenProject other = project("other", root);
        when(session.getAllProjects()).thenReturn(List.of(root, module, other));
        var folders = new Reactor(session, module, new MojoExecution(null));

        assertThat(folders.holdsInBuildDirectory(cache("target/hf"))).isTrue();
        assertThat(folders.holdsInBuildDirectory(cache("module/target/a/b"))).isTrue();
        assertThat(folders.holdsInBuildDirectory(cache("other/target"))).isTrue();
    }

    @Test
    void anyOtherCache_isShared() {
        MavenProject root = project("", null);
        when(session.getAllProjects()).thenReturn(List.of(root));
        var folders = new Reactor(session, root, new MojoExecution(null));

        assertThat(folders.holdsInBuildDirectory(cache("cache"))).isFalse();
        assertThat(folders.holdsInBuildDirectory(cache("target-of-others"))).isFalse();
        assertThat(folders.holdsInBuildDirectory(cache("src/target"))).isFalse();
        assertThat(folders.holdsInBuildDirectory(new SnapshotCache(top.resolveSibling("cache"), true)))
                .isFalse();
    }

    @Test
    void aModuleThatIsBuiltAlone_knowsTheBuildDirectoriesOfItsParents() {
        MavenProject module = project("module", project("", null));
        when(session.getAllProjects()).thenReturn(List.of(module));

        assertThat(new Reactor(session, module, new MojoExecution(null)).holdsInBuildDirectory(cache("target/hf")))
                .isTrue();
    }

    @Test
    void withoutAProject_everyCacheIsShared() {
        var none = new MavenProject();
        when(session.getAllProjects()).thenReturn(List.of(none));

        assertThat(new Reactor(session, none, new MojoExecution(null)).holdsInBuildDirectory(cache("target/hf")))
                .isFalse();
    }

    @Test
    void aLockFile_isAllTheReactors_whenEveryModuleThatIsDeclaredTakesPart() {
        MavenProject root = project("", null);
        root.getModel().addModule("one");
        MavenProject one = project("one", root);

        assertThat(reactor(root, one).isAllOf(lockFile(""))).isTrue();
        assertThat(reactor(root, one).isAllOf(lockFile("one"))).isTrue();
    }

    @Test
    void withAModuleLeftOut_whatItWantsIsNotKnown() {
        MavenProject root = project("", null);
        root.getModel().addModule("one");

        assertThat(reactor(root).isAllOf(lockFile(""))).isFalse();
        assertThat(reactor(project("one", root)).isAllOf(lockFile(""))).isFalse();
    }

    @Test
    void aModuleOfAProfileThatTakesNoPart_isLeftOutToo() {
        MavenProject root = project("", null);
        root.getModel().addProfile(profile());
        root.getModel().getProfiles().get(0).addModule("two");

        assertThat(reactor(root).isAllOf(lockFile(""))).isFalse();
        assertThat(reactor(root, project("two", root)).isAllOf(lockFile(""))).isTrue();
    }

    @Test
    void aProfileThatSetsAPropertyOfTheConfiguration_mayWantOtherModels() {
        MavenProject root = project("", null);
        var written = new Model();
        var build = new Build();
        var plugin = new Plugin();
        plugin.setGroupId("io.github.hfmodels");
        plugin.setArtifactId("hf-models-maven-plugin");
        plugin.setConfiguration("<models><model>${which}</model></models>");
        build.addPlugin(plugin);
        written.setBuild(build);
        written.addProfile(profile());
        root.setOriginalModel(written);

        assertThat(reactor(root).isAllOf(lockFile(""))).isTrue();

        written.getProfiles().get(0).addProperty("which", "acme/other");

        assertThat(reactor(root).isAllOf(lockFile(""))).isFalse();

        root.setActiveProfiles(written.getProfiles());

        assertThat(reactor(root).isAllOf(lockFile(""))).isTrue();
    }

    @Test
    void withoutAProject_nobodyKnowsWhatIsWanted() {
        assertThat(reactor(new MavenProject()).isAllOf(lockFile(""))).isFalse();
    }

    private Reactor reactor(MavenProject... projects) {
        when(session.getProjects()).thenReturn(List.of(projects));
        var descriptor = new MojoDescriptor();
        var plugin = new PluginDescriptor();
        plugin.setGroupId("io.github.hfmodels");
        plugin.setArtifactId("hf-models-maven-plugin");
        descriptor.setPluginDescriptor(plugin);
        return new Reactor(session, projects[0], new MojoExecution(descriptor));
    }

    private static Profile profile() {
        var profile = new Profile();
        profile.setId("other");
        return profile;
    }

    private Path lockFile(String folder) {
        return top.resolve(folder)
                .resolve("hf-models.lock.json")
                .toAbsolutePath()
                .normalize();
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
