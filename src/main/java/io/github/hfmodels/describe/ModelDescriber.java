package io.github.hfmodels.describe;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.relock.ContentHashes;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is known of models.
 *
 * @param infos gives licence, card and scan
 * @param hashes gives the hashes that listings do not have; null leaves them unknown
 */
public record ModelDescriber(
        Planner planner, ModelInfos infos, @Nullable ContentHashes hashes) {

    /**
     * Plans the models as a prefetch does, and adds what is known of them.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public Descriptions describe(List<ModelRequest> models) throws InterruptedException {
        var companions = new CompanionPlanner();
        List<SnapshotPlan> plans = companions.plan(models, planner::preview);
        if (hashes != null) {
            hashes.compute(plans).forEach(companions::add);
        }
        var described = new ArrayList<DescribedModel>();
        for (SnapshotPlan plan : plans) {
            if (companions.isPlanned(plan.request())) {
                try {
                    described.add(describe(plan, infos.of(plan)));
                } catch (SourceException e) {
                    companions.add(new ModelFailure(plan.request(), e));
                }
            }
        }
        // A companion may have failed after the model that needs it was described.
        described.removeIf(model -> !companions.isPlanned(model.request()));
        return new Descriptions(described, companions.failures());
    }

    /** @param info what is known; empty for nothing */
    private DescribedModel describe(SnapshotPlan plan, Optional<ModelInfo> info) {
        return describe(plan, info, hashes == null ? plan.selected() : hashes.known(plan));
    }

    /**
     * What is known of a planned model.
     *
     * @param info what is known besides its files; empty for nothing
     * @param files its files
     */
    public static DescribedModel describe(SnapshotPlan plan, Optional<ModelInfo> info, List<RepoFile> files) {
        ModelRequest request = plan.request();
        ModelInfo known = info.orElse(ModelInfo.EMPTY);
        var model = new LockedModel(
                request.repo(),
                request.revision(),
                plan.listing().commit(),
                known.license() == null ? plan.listing().license() : known.license(),
                request.selection(),
                files,
                plan.wanted().companions(),
                known.card(),
                known.scans());
        // Some sources have the files alone, and say nothing of a licence.
        return new DescribedModel(request, model, plan.lock() != null, known.hasCard() || model.license() != null);
    }
}
