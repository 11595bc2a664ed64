package io.github.hfmodels.prune;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import io.github.hfmodels.prefetch.TestBuild;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;

/** A build in another process, whose later phases read what the prefetch told them, when they are spoken to. */
public final class TellingBuild {

    private TellingBuild() {}

    /** @param arguments the endpoint, the cache's folder, the models */
    public static void main(String[] arguments) throws IOException {
        var cache = new SnapshotCache(Path.of(arguments[1]), true);
        var build = new TestBuild(arguments[0], Path.of(arguments[1])).cache(cache);
        List.of(arguments).subList(2, arguments.length).forEach(build::model);
        PrefetchResult result = build.run();
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(TestBuild.message(result.failures().get(0)));
        }
        System.out.println("told: " + result.models().size());
        System.in.read();
        for (PrefetchedModel model : result.models()) {
            for (RepoFile file : model.files()) {
                Digest digest =
                        Digest.of(file.digest().algorithm(), model.path().resolve(file.path()));
                if (!digest.equals(file.digest())) {
                    throw new IllegalStateException(file.path() + " of " + model.request() + " is damaged");
                }
            }
        }
        System.out.println("all is there");
        Reference.reachabilityFence(cache);
    }
}
