package io.github.hfmodels.verify;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.verify.VerifyResult.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what models need, or everything in the cache: looks at what is there, and hashes each content once that may have changed since
 * it was verified.
 */
public final class Verifier {

    private static final Log LOG = Log.of(Verifier.class);

    private final SnapshotCache cache;
    private final Supplier<DownloadDisplay> displays;
    private final Clock clock;
    private final Path root;
    private final Findings findings = new Findings();
    private final Inspection inspection;
    private final DecidingFiles access;

    /**
     * @param displays gives what shows how far it is; called only when something is hashed
     * @throws IOException when the cache's folder cannot be read
     */
    public Verifier(SnapshotCache cache, Supplier<DownloadDisplay> displays, Clock clock) throws IOException {
        this.cache = cache;
        this.displays = displays;
        this.clock = clock;
        Path folder = Path.of(cache.toString());
        this.root = Files.exists(folder) ? folder.toRealPath() : folder;
        this.inspection = new Inspection(cache, root, findings);
        this.access = new DecidingFiles(cache, root, findings, clock);
    }

    /** What planners read files with that decide what models need. */
    public FileAccess access() {
        return access;
    }

    /**
     * Verifies.
     *
     * @param planners gives what plans the models of a lock, or those of none, without a request
     * @throws IOException when the cache's folder cannot be read
     * @throws InterruptedException when the thread is interrupted
     */
    public VerifyResult verify(VerifyRequest request, Function<@Nullable ActiveLock, Planner> planners)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var failures = new ArrayList<ModelFailure>();
        if (request.wanted() == null) {
            new CacheInspection(cache, inspection, findings).inspect();
        } else {
            inspectModels(request.wanted(), planners, failures);
        }
        List<Content> contents = inspection.contents();
        VerifiedNote note = VerifiedNote.read(outsideOfCache(request.note()));
        var skipped = new ArrayList<Content>();
        var changed = new ArrayList<Content>();
        var decided = new ArrayList<Content>();
        for (Content content : contents) {
            if (content.isToBeHashed() && access.isGood(content)) {
                decided.add(content);
            } else if (content.isToBeHashed()) {
                (!request.force() && note.covers(content) ? skipped : changed).add(content);
            }
        }
        hash(changed);
        changed.forEach(content -> content.report(findings));
        changed.forEach(note::add);
        note.write();
        changed.addAll(decided);
        return new VerifyResult(
                findings.list().stream()
                        .sorted(Comparator.comparing(finding -> finding.repo().toString()))
                        .toList(),
                findings.more(),
                failures,
                sum(changed),
                sum(skipped),
                (int) contents.stream().filter(Content::isUnverifiable).count(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void inspectModels(
            List<PrefetchRequest> wanted, Function<@Nullable ActiveLock, Planner> planners, List<ModelFailure> failures)
            throws InterruptedException {
        var models = new ModelInspection(cache, inspection, findings);
        // Only once access times are put back, which changes stamps.
        var inspections = new ArrayList<Runnable>();
        try (access) {
            for (PrefetchRequest each : wanted) {
                var companions = new CompanionPlanner();
                List<SnapshotPlan> plans = companions.plan(each.models(), planners.apply(each.lock())::preview);
                plans.forEach(plan -> inspections.add(() -> models.inspect(plan)));
                for (ModelFailure failure : companions.failures()) {
                    if (failure.cause() instanceof DecidingFiles.UndecidedException undecided) {
                        LOG.warn("{}: {}", failure.request(), undecided.getMessage());
                    } else if (failure.advice().action() == Advice.Action.GO_ONLINE) {
                        inspections.add(() -> models.inspectUnknown(failure.request()));
                    } else {
                        failures.add(failure);
                    }
                }
            }
        }
        inspections.forEach(Runnable::run);
    }

    /** The file, unless it is in the cache: then it is not kept. */
    private @Nullable Path outsideOfCache(@Nullable Path note) throws IOException {
        Path existing = note;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null || existing.toRealPath().startsWith(root) ? null : note;
    }

    private void hash(List<Content> contents) throws InterruptedException {
        if (!contents.isEmpty()) {
            Contents all = sum(contents);
            LOG.info(
                    "Verifying {} file{}, {}", all.files(), all.files() == 1 ? "" : "s", ByteCount.format(all.bytes()));
            new ContentHasher(Runtime.getRuntime().availableProcessors(), clock).hash(contents, displays.get());
        }
    }

    private static Contents sum(List<Content> contents) {
        return new Contents(
                contents.size(),
                ByteCount.sum(contents, content -> content.stamp().size()));
    }
}
