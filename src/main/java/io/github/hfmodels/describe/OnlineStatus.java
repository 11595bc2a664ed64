package io.github.hfmodels.describe;

import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
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
}
