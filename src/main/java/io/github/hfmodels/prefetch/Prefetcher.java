package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.PolicyCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes models ready for use: plans each, downloads what they miss together, publishes each. A model that fails does not keep the
 * others from being made ready; one that breaks a policy does.
 *
 * @param policy the policies that the models must keep; null for none
 */
public record Prefetcher(
        SnapshotCache cache,
        Planner planner,
        Downloader downloader,
        Publication publisher,
        @Nullable PolicyCheck policy) {

    /**
     * Makes the models ready.
     *
     * @return the models that are ready, and why the others are not
     * @throws UserException when the plans break a rule: nothing has been downloaded then but files that decide
     * @throws InterruptedException when the thread is interrupted; what has been downloaded whole stays in the cache
     */
    public PrefetchResult prefetch(PrefetchRequest request) throws InterruptedException {
        long start = System.nanoTime();
        var companions = new CompanionPlanner();
        List<SnapshotPlan> plans = companions.plan(request.models(), this::plan);
        var findings = new ArrayList<Finding>(policy == null ? List.of() : policy.findings(plans));
        if (!PrefetchResult.isForbidden(findings)) {
            downloader.check(plans);
            download(plans, companions, findings);
            if (policy != null) {
                findings.addAll(policy.findingsOfContents(plans.stream()
                        .filter(plan -> companions.isPlanned(plan.request()))
                        .toList()));
            }
        }
        List<PrefetchedModel> models = PrefetchResult.isForbidden(findings) ? List.of() : publish(plans, companions);
        List<ModelFailure> failures = companions.failures();
        failures.sort(Comparator.comparing(failure -> request.models().indexOf(failure.model())));
        return new PrefetchResult(
                models,
                failures,
                downloader.bytes(),
                Duration.ofNanos(System.nanoTime() - start),
                findings,
                policy == null ? List.of() : policy.unused());
    }

    /** From here on nobody may delete what the plan finds, nor what is made ready by it. */
    private SnapshotPlan plan(ModelRequest model) throws IOException {
        cache.useUntilBuildEnds(model.repo());
        return planner.plan(model);
    }

    /** Downloads what the plans miss. If a stale listing was the cause of a failure, the model is planned again. */
    private void download(List<SnapshotPlan> plans, CompanionPlanner companions, List<Finding> findings)
            throws InterruptedException {
        for (ModelFailure failure : downloader.fetch(plans)) {
            Optional<SnapshotPlan> stale = plans.stream()
                    .filter(plan ->
                            plan.request() == failure.request() && plan.isFromCache() && failure.suggestsStaleListing())
                    .findFirst();
            if (stale.isEmpty()) {
                companions.add(failure);
                continue;
            }
            plans.removeIf(plan -> plan == stale.get());
            List<SnapshotPlan> again = companions.plan(List.of(failure.request()), model -> {
                cache.useUntilBuildEnds(model.repo());
                SnapshotPlan plan = planner.refresh(model);
                downloader.check(List.of(plan));
                return plan;
            });
            if (policy != null) {
                findings.addAll(policy.findings(again));
            }
            plans.addAll(again);
            if (!PrefetchResult.isForbidden(findings)) {
                downloader.fetch(again).forEach(companions::add);
            }
        }
    }

    private List<PrefetchedModel> publish(List<SnapshotPlan> plans, CompanionPlanner companions) {
        var models = new ArrayList<PrefetchedModel>();
        forEach(plans, companions, plan -> {
            ModelRequest model = plan.request();
            Path folder = publisher.publish(plan);
            if (model.neededBy() == null) {
                models.add(new PrefetchedModel(
                        model,
                        plan.listing().commit(),
                        folder,
                        plan.selected(),
                        plan.roles(),
                        !downloader.hasFetchedFor(model)));
            }
        });
        var lastFirst = new ArrayList<SnapshotPlan>(plans);
        Collections.reverse(lastFirst);
        forEach(lastFirst, companions, publisher::announce);
        // A companion is published after the model that needs it.
        models.removeIf(model -> !companions.isPlanned(model.request()));
        return models;
    }

    /** A step for each model. */
    @FunctionalInterface
    private interface Step {
        void of(SnapshotPlan plan) throws IOException;
    }

    /** Does a step for each model that has not failed. */
    private static void forEach(List<SnapshotPlan> plans, CompanionPlanner companions, Step step) {
        for (SnapshotPlan plan : plans) {
            ModelRequest model = plan.request();
            if (!companions.isPlanned(model)) {
                continue;
            }
            try {
                step.of(plan);
            } catch (IOException | UserException | InvalidValueException e) {
                companions.add(new ModelFailure(model, e));
            } catch (OutOfMemoryError | StackOverflowError e) {
                companions.add(new ModelFailure(model, AdvisedIOException.exhausted(e)));
            }
        }
    }
}
