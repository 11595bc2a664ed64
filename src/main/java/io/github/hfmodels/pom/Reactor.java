package io.github.hfmodels.pom;

import io.github.hfmodels.cache.SnapshotCache;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ModelBase;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** The modules that are built together. */
public final class Reactor {

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    /**
     * @param project the module that is being built
     * @param execution an execution of this plugin, in whatever module
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

    /**
     * Whether the build has all modules that can have the lock file, in all their profiles' guises. It has not without a project, with
     * some modules left out, and where profiles that take no part have modules, or properties that the plugin's configuration names.
     */
    public boolean isAllOf(Path file) {
        List<MavenProject> projects = session.getProjects();
        Set<Path> folders = projects.stream()
                .map(MavenProject::getBasedir)
                .filter(Objects::nonNull)
                .map(Reactor::absolute)
                .collect(Collectors.toSet());
        return folders.size() == projects.size()
                && folders.stream().anyMatch(file::startsWith)
                && projects.stream().flatMap(Reactor::declaredModules).allMatch(folders::contains)
                && modules().stream().noneMatch(Module::dependsOnInactiveProfiles);
    }

    /** The folders of a module's modules, those of all profiles among them. */
    private static Stream<Path> declaredModules(MavenProject aggregator) {
        Stream<ModelBase> declaring =
                Stream.concat(Stream.of(aggregator.getModel()), aggregator.getModel().getProfiles().stream());
        return declaring
                .flatMap(each -> each.getModules().stream())
                .map(module -> absolute(new File(aggregator.getBasedir(), module)))
                .map(module -> module.toString().endsWith(".xml") ? module.getParent() : module);
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

    private static Path absolute(File file) {
        return file.toPath().toAbsolutePath().normalize();
    }
}
