package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.cache.SnapshotCache;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which caches are the project's own. */
class ModuleTest {

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

        assertThat(built.isOwnCache(cache("target/hf"))).isTrue();
        assertThat(built.isOwnCache(cache("module/target/a/b"))).isTrue();
        assertThat(built.isOwnCache(cache("other/target"))).isTrue();
    }

    @Test
    void anyOtherCache_isShared() {
        MavenProject root = project("", null);
        when(session.getAllProjects()).thenReturn(List.of(root));
        var built = new Module(session, root, new MojoExecution(null));

        assertThat(built.isOwnCache(cache("cache"))).isFalse();
        assertThat(built.isOwnCache(cache("target-of-others"))).isFalse();
        assertThat(built.isOwnCache(cache("src/target"))).isFalse();
        assertThat(built.isOwnCache(new SnapshotCache(top.resolveSibling("cache"), true)))
                .isFalse();
    }

    @Test
    void aModuleThatIsBuiltAlone_knowsTheBuildDirectoriesOfItsParents() {
        MavenProject module = project("module", project("", null));
        when(session.getAllProjects()).thenReturn(List.of(module));

        assertThat(new Module(session, module, new MojoExecution(null)).isOwnCache(cache("target/hf")))
                .isTrue();
    }

    @Test
    void withoutAProject_everyCacheIsShared() {
        var none = new MavenProject();
        when(session.getAllProjects()).thenReturn(List.of(none));

        assertThat(new Module(session, none, new MojoExecution(null)).isOwnCache(cache("target/hf")))
                .isFalse();
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
