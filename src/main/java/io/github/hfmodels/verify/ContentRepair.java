package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.verify.Finding.Kind;
import io.github.hfmodels.verify.RepairResult.Repaired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives files of snapshots the contents that they should have: from a blob of the cache that is read and found right, else from the source.
 * Each content is fetched once, however many files have it.
 *
 * @param suspects what the downloader asks for contents that may be wrong
 * @param listings say what files should have
 */
public record ContentRepair(
        SnapshotCache cache, SuspectContents suspects, Downloader downloader, ListingRepair listings) {

    /** The length in bytes of the contents downloaded. */
    long bytes() {
        return downloader.bytes();
    }

    /**
     * A content that a finding needs, in a plan of its own: what one content fails of must not keep others from being fetched.
     *
     * @param isShared whether the blob leads to a content that repositories share
     */
    private record Needed(Finding finding, SnapshotPlan plan, RepoFile file, boolean isShared) {}

    /**
     * Repairs contents.
     *
     * @param repaired is told of those that are right now
     * @param failures is told why others are not
     * @throws UserException when to download what is needed would break a rule; nothing has been downloaded then
     * @throws InterruptedException when the thread is interrupted; what was bad and is not replaced is where it was
     */
    void repair(List<Finding> findings, RepairRequest request, List<Repaired> repaired, List<ModelFailure> failures)
            throws InterruptedException {
        var needed = new ArrayList<Needed>();
        for (Finding finding : findings) {
            try {
                need(finding, lock(finding, request)).ifPresent(needed::add);
            } catch (IOException | UserException | InvalidValueException e) {
                failures.add(new ModelFailure(model(finding), e));
            } catch (OutOfMemoryError | StackOverflowError e) {
                failures.add(new ModelFailure(model(finding), AdvisedIOException.exhausted(e)));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while repairing " + finding);
            }
        }
        List<SnapshotPlan> plans = needed.stream().map(Needed::plan).toList();
        downloader.check(plans);
        Map<ModelRequest, ModelFailure> failed = new IdentityHashMap<>();
        downloader.fetch(plans).forEach(failure -> failed.put(failure.request(), failure));
        for (Needed each : needed) {
            ModelFailure failure = failed.get(each.plan().request());
            if (failure == null) {
                repaired.add(new Repaired(each.finding(), how(each)));
            } else {
                failures.add(failure);
            }
        }
    }

    /** Empty when nothing says what should be there. */
    private Optional<Needed> need(Finding finding, @Nullable ActiveLock lock) throws IOException {
        RepoId repo = finding.repo();
        CommitHash commit = finding.commit();
        @Nullable
        String path = finding.file() == null
                ? pathInSnapshot(finding)
                : finding.file().path();
        if (commit == null || path == null) {
            return Optional.empty();
        }
        RepoFile file = lock != null && finding.file() != null
                ? finding.file()
                : listings.file(repo, commit, path, finding.kind() == Kind.OTHER_BLOB)
                        .orElseThrow(() -> new AdvisedIOException(
                                finding.reason() + ", and " + listings.source(repo) + " has no file "
                                        + Printable.of(path) + " at " + commit,
                                finding.advice()));
        CachedRepository repository = cache.repository(repo);
        Path blob = repository.blob(file.digest());
        suspects.add(repo, file.digest(), leadsTo(repository.file(commit, file), blob));
        var plan = new SnapshotPlan(
                model(finding).withoutDirectory(),
                new Listing(commit, List.of(file)),
                false,
                false,
                lock,
                new SelectedFiles(List.of(file), Map.of(), List.of()),
                List.of(file));
        return Optional.of(new Needed(finding, plan, file, Files.isSymbolicLink(blob)));
    }

    /** Whether a finding about a file is one about a blob. */
    private static boolean leadsTo(Path file, Path blob) throws IOException {
        return Files.isSymbolicLink(file)
                && file.resolveSibling(Files.readSymbolicLink(file)).normalize().equals(blob);
    }

    private String how(Needed needed) {
        RepoId repo = needed.finding().repo();
        if (!suspects.isDownloaded(repo, needed.file().digest())) {
            return "made again from what the cache has";
        }
        return "fetched again from "
                + downloader
                        .alternateOf(repo, needed.file().digest())
                        .map(Alternate::toString)
                        .orElseGet(() -> listings.source(repo))
                + (needed.isShared() ? "; the content that repositories share was left as it is" : "");
    }

    /** The path in the repository of what was found; null when it is not in the commit's snapshot. */
    static @Nullable String pathInSnapshot(Finding finding) {
        Path path = finding.path();
        for (int i = 0; finding.commit() != null && i < path.getNameCount() - 1; i++) {
            if (path.getName(i).toString().equals(finding.commit().hex())) {
                return path.subpath(i + 1, path.getNameCount())
                        .toString()
                        .replace(path.getFileSystem().getSeparator(), "/");
            }
        }
        return null;
    }

    /** The model that a finding is about. */
    static ModelRequest model(Finding finding) {
        CommitHash commit = finding.commit();
        return finding.models().isEmpty()
                ? new ModelRequest(
                        finding.repo(),
                        commit == null ? finding.repo().source().defaultRevision() : new Revision(commit.hex()),
                        Selection.of(Part.EVERYTHING),
                        finding.repo().name(),
                        null,
                        false)
                : finding.models().get(0);
    }

    /** The lock that has one of the models that need it; null where none has. */
    private static @Nullable ActiveLock lock(Finding finding, RepairRequest request) {
        Set<ModelRequest> models =
                finding.models().stream().map(ModelRequest::wanted).collect(Collectors.toSet());
        return request.wanted().stream()
                .filter(each -> each.models().stream().anyMatch(models::contains))
                .map(PrefetchRequest::lock)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
