package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of models besides their files: what a lock has, else what sources say, each of which is asked once for the same. */
public final class ModelInfos {

    private static final Log LOG = Log.of(ModelInfos.class);

    private final SourceRegistry sources;
    private final boolean offline;
    /** By repository, commit and files. */
    private final Map<String, ModelInfo> asked = new ConcurrentHashMap<>();

    /** @param offline whether no source may be asked */
    public ModelInfos(SourceRegistry sources, boolean offline) {
        this.sources = sources;
        this.offline = offline;
    }

    /** Whether no source may be asked. */
    public boolean isOffline() {
        return offline;
    }

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
        return offline ? Optional.empty() : Optional.of(ask(plan, paths));
    }

    private static ModelInfo locked(LockedModel model) {
        return new ModelInfo(model.license(), model.card(), model.scans());
    }

    private ModelInfo ask(SnapshotPlan plan, List<String> paths) throws SourceException {
        ModelRequest model = plan.request();
        String key = model.repo() + "@" + plan.listing().commit() + "\n" + paths;
        ModelInfo known = asked.get(key);
        if (known == null) {
            LOG.debug("{}: asking for the licence{}", model, paths.isEmpty() ? "" : " and the security scan");
            known = sources.of(model.repo()).info(model.repo(), plan.listing().commit(), paths);
            asked.put(key, known);
        }
        return known;
    }
}
