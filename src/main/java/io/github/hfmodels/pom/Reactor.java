package io.github.hfmodels.pom;

import io.github.hfmodels.cache.SnapshotCache;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** The modules that are built together. */
public final class Reactor {

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    /**
     * @param project the module that is being built
     * @param execution an execution of this plugin, in any module
     */
    public Reactor(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** All modules of the build. */
    public List<Module> modules() {
        return session.getProjects().stream()
                .map(each -> new Module(session, each, execution))
                .toList();
    }

    /** Whether the cache lies in a module's build directory, and is not shared with other projects. */
    public boolean holdsInBuildDirectory(SnapshotCache cache) {
        Stream<MavenProject> parents =
                Stream.iterate(project, each -> each != null && each.getBasedir() != null, MavenProject::getParent);
        return Stream.concat(session.getAllProjects().stream(), parents)
                .filter(each -> each.getBasedir() != null)
                .map(each -> Path.of(each.getBuild().getDirectory()))
                .anyMatch(cache::isWithin);
    }
}
