package io.github.hfmodels.describe;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the source of a model says of it today.
 *
 * @param branch the revision that the model's commit is compared with: the one that was asked for, or the default one where that was a
 *     commit
 * @param lag how far the commit is behind it; null where the source does not say
 * @param providers the inference providers that serve the model, sorted; empty where there are none, or the source does not say
 * @param failure why the source could not be asked for all of it; null when it could
 */
public record OnlineStatus(
        Revision branch,
        @Nullable RevisionLag lag,
        List<String> providers,
        @Nullable SourceException failure) {

    public OnlineStatus {
        providers = List.copyOf(providers);
    }

    /** Asks the source of a model. */
    public static OnlineStatus of(LockedModel model, SourceRegistry sources) {
        RepoId repo = model.repo();
        Revision branch = model.revision().isCommit() ? repo.source().defaultRevision() : model.revision();
        RevisionLag lag = null;
        try {
            ModelSource source = sources.of(repo);
            lag = source.lag(repo, branch, model.commit()).orElse(null);
            List<String> providers = repo.type() == RepoType.MODEL ? source.inferenceProviders(repo) : List.of();
            return new OnlineStatus(branch, lag, providers, null);
        } catch (SourceException e) {
            return new OnlineStatus(branch, lag, List.of(), e);
        }
    }
}
