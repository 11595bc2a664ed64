package io.github.hfmodels.verify;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Layout;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
     * @throws UserException when to download what is needed would break a rule; what has been repaired by then stays so
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
        long bytes = ByteCount.plus(contents.bytes(), prefetch(request));
        layOut(request.findings(), files(unrepaired(ofContents)));
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

    /** @return whether it is repaired */
    private boolean attempt(Finding finding, Step step) throws InterruptedException {
        boolean isRepaired = false;
        try {
            repaired.add(new Repaired(finding, step.run()));
            isRepaired = true;
        } catch (IOException | UserException | InvalidValueException e) {
            failures.add(new ModelFailure(ContentRepair.model(finding), e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            failures.add(new ModelFailure(ContentRepair.model(finding), AdvisedIOException.exhausted(e)));
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while repairing " + finding);
        }
        return isRepaired;
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
                PrefetchResult result = prefetching.prefetch(new PrefetchRequest(
                        models,
                        each.lock(),
                        request.checks().apply(ByteCount.plus(contents.bytes(), bytes)),
                        each.laidOut()));
                result.models().forEach(model -> ready.add(model.request()));
                failures.addAll(result.failures());
                bytes = ByteCount.plus(bytes, result.bytes());
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

    private List<Finding> unrepaired(List<Finding> findings) {
        Set<Finding> done = repaired.stream().map(Repaired::finding).collect(Collectors.toSet());
        return findings.stream().filter(finding -> !done.contains(finding)).toList();
    }

    /** What the findings are about, by path and by content, since one finding may be about all files that have a content. */
    private static Set<String> files(List<Finding> findings) {
        var files = new HashSet<String>();
        for (Finding finding : findings) {
            RepoFile file = finding.file();
            String path = file == null ? ContentRepair.pathInSnapshot(finding) : file.path();
            files.add(finding.repo() + "@" + finding.commit() + "/" + path);
            if (file != null && !file.isNameOnly()) {
                files.add(finding.repo() + " " + file.digest());
            }
        }
        return files;
    }

    /** A folder in which a model is laid out. */
    private record Folder(Path directory, Layout layout) {}

    /** Lays out files again, except those of which the cache has no right content. */
    private void layOut(List<Finding> findings, Set<String> unrepaired) throws InterruptedException {
        var folders = new LinkedHashMap<Folder, List<Finding>>();
        for (Finding finding : findings) {
            if (finding.isLaidOut()) {
                ModelRequest model = ContentRepair.model(finding);
                Path directory = Objects.requireNonNull(model.directory(), "it is laid out");
                folders.computeIfAbsent(new Folder(directory, model.layout()), folder -> new ArrayList<>())
                        .add(finding);
            }
        }
        for (Map.Entry<Folder, List<Finding>> each : folders.entrySet()) {
            var directory = OutputDirectory.renewed(
                    each.getKey().directory(), each.getKey().layout(), link);
            // It was complete but for what was found, or else a prefetch says when it is.
            boolean isComplete = directory.isMarked();
            for (Finding finding : each.getValue()) {
                boolean isBad = files(List.of(finding)).stream().anyMatch(unrepaired::contains);
                isComplete &= !isBad && attempt(finding, () -> layOut(finding, directory));
            }
            try {
                directory.mark(isComplete);
            } catch (IOException e) {
                failures.add(
                        new ModelFailure(ContentRepair.model(each.getValue().get(0)), e));
            }
        }
    }

    private String layOut(Finding finding, OutputDirectory directory) throws IOException {
        CommitHash commit = Objects.requireNonNull(finding.commit(), "what is laid out is of a commit");
        RepoFile file = Objects.requireNonNull(finding.file(), "what is laid out is known");
        if (file.isNameOnly()) {
            file = listings.file(finding.repo(), commit, file.path(), false).orElse(file);
        }
        return directory.renew(cache.repository(finding.repo()).snapshot(commit), file)
                ? "laid out again"
                : "right again, since the cache's content is";
    }
}
