package io.github.hfmodels.mojo;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.testhub.TestHub;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goals in a build with a Hub of its own, whose cache is {@code home/hub} in the test's folder; ModelScope's is {@code modelscope} there. */
@MojoTest
@Timeout(60)
abstract class GoalTest {

    static final String NO_MODELS = "<project/>";

    @Inject
    MavenSession session;

    @Inject
    MavenProject project;

    @Inject
    MojoExecution execution;

    @TempDir
    Path folder;

    TestHub hub;

    private final Plugin plugin = new Plugin();

    @BeforeEach
    final void startHub() {
        hub = TestHub.start();
        Properties system = session.getSystemProperties();
        system.setProperty("env.HF_ENDPOINT", hub.endpoint());
        system.setProperty("env.HF_HOME", folder.resolve("home").toString());
        system.setProperty("env.MODELSCOPE_CACHE", folder.resolve("modelscope").toString());
        system.setProperty("env.MODELSCOPE_HOME", folder.resolve("modelscope-home").toString());
        project.getBuild().setDirectory(folder.resolve("target").toString());
        execution("default");
        startBuild();
    }

    /** What the goal does from now on is another execution's. */
    final void execution(String id) {
        doReturn(id).when(execution).getExecutionId();
    }

    /** What the goal does from now on is another build's. */
    final void startBuild() {
        when(session.getRepositorySession()).thenReturn(new DefaultRepositorySystemSession());
        session.getRequest().setStartTime(new Date());
    }

    /** From now on the POM has this execution of the plugin, too, and the goal is one of the command line. */
    final void declare(String id, String configuration) throws Exception {
        var declared = new PluginExecution();
        declared.setId(id);
        declared.setConfiguration(
                Xpp3DomBuilder.build(new StringReader("<configuration>" + configuration + "</configuration>")));
        plugin.addExecution(declared);
        plugin.flushExecutionMap();
        doReturn(plugin).when(project).getPlugin(any());
        doReturn(List.of(project)).when(session).getProjects();
        doReturn(project).when(session).getCurrentProject();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        execution("default-cli");
    }

    /** Whether the build says that it uses a model, so that nobody prunes it. */
    final boolean isInUse(String model) throws IOException {
        var cache = new SnapshotCache(folder.resolve("home/hub"), true);
        Optional<Closeable> exclusion = cache.exclude(new RepoId(RepoType.MODEL, model));
        if (exclusion.isPresent()) {
            exclusion.get().close();
        }
        return exclusion.isEmpty();
    }

    @AfterEach
    final void stopHub() {
        hub.close();
    }
}
