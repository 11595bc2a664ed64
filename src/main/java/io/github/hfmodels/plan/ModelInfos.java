package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.util.List;
import java.util.Optional;

/**
 * What is known of models besides their files: what a lock has, else what sources say.
 *
 * @param isOffline whether no source may be asked
 */
public record ModelInfos(SourceRegistry sources, boolean isOffline) {

    private static final Log LOG = Log.of(ModelInfos.class);

    /**
     * What is known of a planned model. No source is asked for what a lock has.
     *
     * @return empty when a source would have to be asked, and the build is offline
     * @throws SourceException when the source cannot be asked
     */
    public Optional<ModelInfo> of(SnapshotPlan plan) throws SourceException {
        return of(plan, plan.selected().stream().map(RepoFile::path).toList());
    }

    /** The same, but no source is asked for a security scan. */
    public Optional<ModelInfo> withoutScan(SnapshotPlan plan) throws SourceException {
        return of(plan, List.of());
    }

    /** @param paths the files whose scan is asked for */
    private Optional<ModelInfo> of(SnapshotPlan plan, List<String> paths) throws SourceException {
        ModelRequest model = plan.request();
        if (plan.lock() != null) {
            return plan.lock()
                    .lock()
                    .find(model.repo(), model.revision(), model.selection())
                    .map(ModelInfos::locked);
        }
        if (isOffline) {
            return Optional.empty();
        }
        LOG.debug("{}: asking for the licence{}", model, paths.isEmpty() ? "" : " and the security scan");
        return Optional.of(
                sources.of(model.repo()).info(model.repo(), plan.listing().commit(), paths));
    }

    private static ModelInfo locked(LockedModel model) {
        return new ModelInfo(model.license(), model.card(), model.scans(), model.isKnown());
    }
}
