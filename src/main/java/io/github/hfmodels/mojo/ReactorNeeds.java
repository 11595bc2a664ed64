package io.github.hfmodels.mojo;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import io.github.hfmodels.pom.DeclaredExecution;
import io.github.hfmodels.pom.LockLocation;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelRequests;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.execution.MavenSession;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What all modules of the reactor need of the cache, whether or not this build runs them: their models, and what their lock files have. */
final class ReactorNeeds {

    private final Map<RepoId, Set<String>> revisions = new HashMap<>();
    private final Map<RepoId, Set<String>> contents = new HashMap<>();

    /**
     * Reads the POMs and the lock files.
     *
     * @param endpoints the addresses of the sources
     * @throws UserException when one of them is wrong: then it is not known what is needed
     * @throws IOException when a lock file cannot be read
     */
    ReactorNeeds(Module running, MavenSession session, UserPaths paths, SourceEndpoints endpoints) throws IOException {
        var lockFiles = new TreeSet<Path>();
        for (Module module : running.wholeReactor()) {
            lockFiles.addAll(LockLocation.of(session, module.project(), module.path("lockFile", paths))
                    .all());
            for (DeclaredExecution each : module.allExecutions()) {
                lockFiles.addAll(LockLocation.of(session, module.project(), each.path("lockFile", paths))
                        .all());
                addModels(each, each.models(), paths, endpoints);
                addModels(each, texts(each), paths, endpoints);
            }
        }
        for (Path file : lockFiles) {
            Locks.read(file).models().forEach(this::add);
        }
    }

    /** The models that replace the element where there are any: not in all goals, and not without the property, so both are needed. */
    private static List<ModelElement> texts(DeclaredExecution declared) {
        Xpp3Dom written = declared.configuration().getChild("modelCoordinates");
        String text = written == null ? null : written.getValue();
        Module module = declared.module();
        String models = module.evaluate(text == null || text.isBlank() ? "${hf.models}" : text);
        return declared.located(() -> new ModelsReader(module::evaluate).read(null, models));
    }

    private void addModels(
            DeclaredExecution declared, List<ModelElement> elements, UserPaths paths, SourceEndpoints endpoints) {
        var requests = new ModelRequests(
                endpoints,
                text -> declared.module().folder().resolve(paths.of("<directory>", text)),
                null,
                warning -> {});
        declared.located(() -> requests.of(elements))
                .forEach(model -> add(revisions, model.repo(), model.revision().name()));
    }

    private void add(LockedModel model) {
        add(revisions, model.repo(), model.commit().hex());
        for (RepoFile file : model.files()) {
            add(contents, model.repo(), file.digest().hex());
        }
    }

    private static void add(Map<RepoId, Set<String>> names, RepoId repo, String name) {
        names.computeIfAbsent(repo, any -> new HashSet<>()).add(name);
    }

    /** The revisions that models name, and the commits that lock files have. */
    Map<RepoId, Set<String>> revisions() {
        return revisions;
    }

    /** The blobs that lock files have. */
    Map<RepoId, Set<String>> contents() {
        return contents;
    }
}
