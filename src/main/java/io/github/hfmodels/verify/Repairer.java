package io.github.hfmodels.verify;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.OutputDirectory;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.verify.Finding.Kind;
import io.github.hfmodels.verify.RepairResult.Repaired;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Repairs what verifying has found, and nothing else: listings first, which say what contents should be, then contents, then models that
 * the cache does not have, and at last output directories, which are laid out from the cache.
 */
public final class Repairer {

    /** What is there is not what a model needs, or where it is is not known: as if it had never been fetched. */
    private static final Set<Kind> OF_MODELS = EnumSet.of(Kind.NOT_CACHED, Kind.GHOST_REF, Kind.BAD_REF);

    private static final Set<Kind> OF_LISTINGS = EnumSet.of(Kind.BAD_LISTING, Kind.NOT_LISTED);

    private final SnapshotCache cache;
    private final ContentRepair contents;
    private final ListingRepair listings;
    private final Prefetching prefetching;
    private final LinkMode link;
    private final List<Repaired> repaired = new ArrayList<>();
    private final List<ModelFailure> failures = new ArrayList<>();

    /** Makes models ready. */
    @FunctionalInterface
    public interface Prefetching {
        PrefetchResult prefetch(PrefetchRequest request) throws InterruptedException;
    }

    /**
     * @param prefetching makes models ready as in any build
     * @param link how files get into output directories
     */
    public Repairer(
            SnapshotCache cache,
            ListingRepair listings,
            ContentRepair contents,
            Prefetching prefetching,
            LinkMode link) {
        this.cache = cache;
        this.listings = listings;
        this.contents = contents;
        this.prefetching = prefetching;
        this.link = link;
    }

    /**
     * Repairs what can be repaired. What fails leaves the cache as it is.
     *
     * @throws UserException when to download what is needed would break a rule; nothing has been downloaded then
     * @throws InterruptedException when the thread is interrupted
     */
    public RepairResult repair(RepairRequest request) throws InterruptedException {
        keepFromPruning(request);
        var ofContents = new ArrayList<Finding>();
        for (Finding finding : request.findings()) {
            if (OF_LISTINGS.contains(finding.kind())) {
                attempt(finding, () -> listings.repair(finding));
            } else if (!OF_MODELS.contains(finding.kind()) && !finding.isLaidOut()) {
                ofContents.add(finding);
            }
        }
        contents.repair(ofContents, request, repaired, failures);
        long bytes = contents.bytes() + prefetch(request);
        for (Finding finding : request.findings()) {
            if (finding.isLaidOut()) {
                attempt(finding, () -> layOut(finding));
            }
        }
        return new RepairResult(repaired, failures, bytes);
    }

    private void keepFromPruning(RepairRequest request) throws InterruptedException {
        try {
            for (Finding finding : request.findings()) {
                cache.useUntilBuildEnds(finding.repo());
            }
        } catch (InterruptedIOException e) {
            var interrupted = new InterruptedException(e.getMessage());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** A step that says what it has done. */
    @FunctionalInterface
    private interface Step {
        String run() throws IOException;
    }

    private void attempt(Finding finding, Step step) {
        try {
            repaired.add(new Repaired(finding, step.run()));
        } catch (IOException | UserException | InvalidValueException e) {
            failures.add(new ModelFailure(ContentRepair.model(finding), e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            failures.add(new ModelFailure(ContentRepair.model(finding), AdvisedIOException.exhausted(e)));
        }
    }

    private long prefetch(RepairRequest request) throws InterruptedException {
        List<Finding> findings = request.findings().stream()
                .filter(finding -> OF_MODELS.contains(finding.kind()))
                .toList();
        var wanted = new LinkedHashSet<ModelRequest>();
        findings.forEach(finding -> finding.models().forEach(model -> wanted.add(model.wanted())));
        var ready = new LinkedHashSet<ModelRequest>();
        long bytes = 0;
        for (PrefetchRequest each : request.wanted()) {
            List<ModelRequest> models =
                    each.models().stream().filter(wanted::contains).toList();
            if (!models.isEmpty()) {
                PrefetchResult result = prefetching.prefetch(
                        new PrefetchRequest(models, each.lock(), request.checks(), each.laidOut()));
                result.models().forEach(model -> ready.add(model.request()));
                failures.addAll(result.failures());
                bytes += result.bytes();
            }
        }
        for (Finding finding : findings) {
            boolean isReady =
                    finding.models().stream().map(ModelRequest::wanted).anyMatch(ready::contains);
            if (isReady) {
                repaired.add(new Repaired(finding, "fetched what the model needs"));
            }
        }
        return bytes;
    }

    private String layOut(Finding finding) throws IOException {
        ModelRequest model = ContentRepair.model(finding);
        Path directory = Objects.requireNonNull(model.directory(), "it is laid out");
        CommitHash commit = Objects.requireNonNull(finding.commit(), "what is laid out is of a commit");
        RepoFile file = Objects.requireNonNull(finding.file(), "what is laid out is known");
        if (file.isNameOnly()) {
            file = listings.file(finding.repo(), commit, file.path(), false).orElse(file);
        }
        Path snapshot = cache.repository(finding.repo()).snapshot(commit);
        OutputDirectory.renewed(directory, model.layout(), link).update(snapshot, List.of(file));
        return "laid out again";
    }
}
