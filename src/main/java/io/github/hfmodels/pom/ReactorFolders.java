package io.github.hfmodels.pom;

import io.github.hfmodels.cache.SnapshotCache;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The folders of the modules that are built together. */
public final class ReactorFolders {

    private final MavenSession session;
    private final MavenProject project;

    public ReactorFolders(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** Whether the cache lies in a module's build directory, and so is the project's own rather than shared with others. */
    public boolean holdsInBuildDirectory(SnapshotCache cache) {
        Stream<MavenProject> parents =
                Stream.iterate(project, each -> each != null && each.getBasedir() != null, MavenProject::getParent);
        return Stream.concat(session.getAllProjects().stream(), parents)
                .filter(each -> each.getBasedir() != null)
                .map(each -> Path.of(each.getBuild().getDirectory()))
                .anyMatch(cache::isWithin);
    }
}
