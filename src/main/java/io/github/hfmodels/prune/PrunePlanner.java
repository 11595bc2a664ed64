package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.Going;
import io.github.hfmodels.prune.PrunePlan.LeftAlone;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PrunePlan.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what of a cache goes. Reads nothing but what it is given, and takes time in proportion to that. */
public final class PrunePlanner {

    /** What is younger may be in the hands of somebody. */
    static final Duration YOUNG = Duration.ofDays(1);

    private static final String JOURNAL = ".journal";

    private final CacheInventory inventory;
    private final CacheDetails details;
    private final KeepRules rules;
    private final Instant now;
    private final List<LeftAlone> leftAlone = new ArrayList<>();
    private final List<Draft> drafts;
    private final CacheUsage usage;

    private PrunePlanner(CacheInventory inventory, CacheDetails details, KeepRules rules, Instant now) {
        this.inventory = inventory;
        this.details = details;
        this.rules = rules;
        this.now = now;
        this.drafts = drafts();
        this.usage = new CacheUsage(
                inventory,
                details.references(),
                drafts.stream().map(Draft::repository).toList(),
                rules);
    }

    /**
     * Plans.
     *
     * @param inventory of one cache: how large that may be is a rule for each by itself
     * @param details of the same cache as the inventory
     * @param now the present time
     */
    public static PrunePlan plan(CacheInventory inventory, CacheDetails details, KeepRules rules, Instant now) {
        return new PrunePlanner(inventory, details, rules, now).plan();
    }

    /** Whether all is known about a repository: at most, refs name commits that have no snapshot. */
    static boolean isPrunable(Repository repository) {
        if (!repository.isDamaged()) {
            return true;
        }
        Set<Path> ghosts = repository.ghostRefs().stream().map(CachedRef::file).collect(Collectors.toSet());
        return repository.damage().stream().allMatch(damage -> ghosts.contains(damage.path()));
    }

    /** The repository's folder of blobs; links of its snapshots may lead elsewhere. */
    static Path blobs(Repository repository) {
        return repository.folder().resolve(RepoFolder.BLOBS);
    }

    /** What goes of a repository, as far as is known, and the blobs among it that nobody uses already. */
    private record Draft(
            Repository repository,
            Map<CommitHash, List<CachedRef>> refs,
            Map<CommitHash, List<CachedListing>> listings,
            List<Going> revisions,
            List<CachedBlob> loose) {

        Draft(Repository repository) {
            this(
                    repository,
                    repository.refs().stream().collect(Collectors.groupingBy(CachedRef::commit)),
                    repository.listings().stream().collect(Collectors.groupingBy(CachedListing::commit)),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    private List<Draft> drafts() {
        var prunable = new ArrayList<Draft>();
        for (Repository each : inventory.repositories()) {
            if (details.linked().contains(each.folder())) {
                leftAlone.add(new LeftAlone(each.repo().toString(), Cause.FOREIGN, ""));
            } else if (isPrunable(each)) {
                prunable.add(new Draft(each));
            } else {
                leftAlone.add(new LeftAlone(
                        each.repo().toString(),
                        Cause.DAMAGED,
                        each.damage().get(0).reason()));
            }
        }
        return prunable;
    }

    private PrunePlan plan() {
        long before = usage.size();
        usage.releaseUnused();
        drafts.forEach(this::addUnnamed);
        for (Draft each : drafts) {
            releaseOldParts(each.repository());
            releaseLoose(each);
            releaseStaleListings(each.repository());
        }
        addForSize();
        List<OfRepository> repositories =
                drafts.stream().map(this::ofRepository).toList();
        return new PrunePlan(
                repositories, usage.unused(inventory.shared()), List.copyOf(leftAlone), before, usage.size());
    }

    private void addUnnamed(Draft draft) {
        Repository repository = draft.repository();
        Set<String> needed = needed(repository);
        repository.refs().forEach(ref -> needed.add(ref.commit().hex()));
        for (CachedRevision revision : repository.revisions()) {
            if (needed.contains(revision.commit().hex()) || isOfOthers(repository, revision)) {
                continue;
            }
            if (rules.isRecent(revision.lastUse(), now)) {
                leaveAlone("revision " + revision.commit().hex().substring(0, 8), repository, Cause.RECENT);
            } else {
                add(draft, revision, Reason.UNNAMED);
            }
        }
    }

    /** Whether links lead to it that no tool makes, or ModelScope's SDK, which knows no refs, has itself written some of it. */
    private boolean isOfOthers(Repository repository, CachedRevision revision) {
        return details.isLinkedTo(revision)
                || (repository.repo().source() == SourceId.MODELSCOPE
                        && !revision.files().stream().allMatch(CachedFile::isLink));
    }

    private void add(Draft draft, CachedRevision revision, Reason reason) {
        long bytes = usage.release(revision);
        draft.listings().getOrDefault(revision.commit(), List.of()).forEach(listing -> usage.release(listing.file()));
        List<CachedRef> refs = draft.refs().getOrDefault(revision.commit(), List.of());
        draft.revisions().add(new Going(revision, reason, refs, bytes));
    }

    private void leaveAlone(String what, Repository repository, Cause cause) {
        leftAlone.add(new LeftAlone(what + " of " + repository.repo(), cause, ""));
    }

    /** The commits that rules name, themselves or by a ref of a snapshot. */
    private Set<String> needed(Repository repository) {
        Set<String> names = rules.revisionsOf(repository.repo());
        Set<CachedRef> ghosts = Set.copyOf(repository.ghostRefs());
        var needed = new HashSet<>(names);
        repository.refs().stream()
                .filter(ref -> names.contains(ref.name()) && !ghosts.contains(ref))
                .forEach(ref -> needed.add(ref.commit().hex()));
        return needed;
    }

    /** A revision that may go for the size of the cache. */
    private record Candidate(Draft draft, CachedRevision revision) {}

    private void addForSize() {
        Long maxSize = rules.maxSize();
        if (maxSize == null || usage.size() <= maxSize) {
            return;
        }
        List<Candidate> candidates = candidates();
        Set<Path> freed =
                usage.freedBy(candidates.stream().map(Candidate::revision).toList());
        for (Candidate each : candidates) {
            // One whose blobs all stay would make nothing smaller.
            boolean isOfUse = each.revision().files().stream()
                    .anyMatch(file -> freed.contains(file.blob().content()));
            if (isOfUse && usage.size() > maxSize) {
                add(each.draft(), each.revision(), Reason.SIZE);
            }
        }
    }

    /** The least recently used first. */
    private List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>();
        for (Draft draft : drafts) {
            Set<String> settled = needed(draft.repository());
            draft.revisions()
                    .forEach(gone -> settled.add(gone.revision().commit().hex()));
            draft.repository().revisions().stream()
                    .filter(revision -> !settled.contains(revision.commit().hex()))
                    .filter(revision ->
                            !rules.isRecent(revision.lastUse(), now) && !isOfOthers(draft.repository(), revision))
                    .forEach(revision -> candidates.add(new Candidate(draft, revision)));
        }
        candidates.sort(Comparator.comparing((Candidate each) -> each.revision().lastUse())
                .thenComparing(each -> each.revision().folder()));
        return candidates;
    }

    private OfRepository ofRepository(Draft draft) {
        Repository repository = draft.repository();
        List<CachedRef> ghosts = oldGhosts(repository);
        List<CachedListing> listings = repository.listings().stream()
                .filter(listing -> usage.isReleased(listing.file()))
                .toList();
        List<CachedBlob> parts =
                repository.parts().stream().filter(usage::isReleased).toList();
        List<CachedBlob> own = own(repository);
        List<CachedBlob> blobs = own.stream().filter(usage::isReleased).toList();
        boolean isAll = draft.revisions().size() == repository.revisions().size()
                && ghosts.size() == repository.ghostRefs().size()
                && listings.size() == repository.listings().size()
                && parts.size() == repository.parts().size()
                && blobs.size() == own.size();
        boolean isEmptied =
                !repository.revisions().isEmpty() || details.deserted().contains(repository.folder());
        return new OfRepository(
                repository.repo(),
                repository.folder(),
                draft.revisions(),
                ghosts,
                listings,
                repository.absences(),
                parts,
                blobs,
                draft.loose(),
                isAll && isEmptied);
    }

    private static List<CachedBlob> own(Repository repository) {
        return repository.blobs().stream()
                .filter(blob -> blobs(repository).equals(blob.path().getParent()))
                .toList();
    }

    private void releaseLoose(Draft draft) {
        for (CachedBlob blob : own(draft.repository())) {
            if (!usage.isUsed(blob) && !usage.isReleased(blob)) {
                usage.release(blob);
                draft.loose().add(blob);
            }
        }
    }

    private void releaseStaleListings(Repository repository) {
        Set<String> kept = needed(repository);
        repository.revisions().forEach(revision -> kept.add(revision.commit().hex()));
        repository.listings().stream()
                .filter(listing -> !kept.contains(listing.commit().hex())
                        && !isYoung(listing.file().lastModified()))
                .forEach(listing -> usage.release(listing.file()));
    }

    private List<CachedRef> oldGhosts(Repository repository) {
        var old = new ArrayList<CachedRef>();
        // A download writes the ref first, which stays as it is when it has the commit already, and then what follows.
        Set<CommitHash> listedLately = repository.listings().stream()
                .filter(listing -> isYoung(listing.file().lastModified()))
                .map(CachedListing::commit)
                .collect(Collectors.toSet());
        boolean isLoading = details.locked().contains(repository.folder())
                || repository.parts().stream().anyMatch(part -> isYoung(part.lastModified()));
        for (CachedRef ref : repository.ghostRefs()) {
            if (isLoading || isYoung(ref.lastModified()) || listedLately.contains(ref.commit())) {
                leaveAlone("ref " + Printable.of(ref.name()), repository, Cause.YOUNG);
            } else {
                old.add(ref);
            }
        }
        return old;
    }

    /** A part and its journal are one thing. */
    private void releaseOldParts(Repository repository) {
        Set<Path> young = repository.parts().stream()
                .filter(part -> isYoung(part.lastModified()))
                .map(PrunePlanner::withoutJournal)
                .collect(Collectors.toSet());
        for (CachedBlob part : repository.parts()) {
            if (young.contains(withoutJournal(part))) {
                String name = String.valueOf(part.path().getFileName());
                leaveAlone("part " + Printable.of(name), repository, Cause.YOUNG);
            } else {
                usage.release(part);
            }
        }
    }

    private static Path withoutJournal(CachedBlob part) {
        String name = String.valueOf(part.path().getFileName());
        return name.endsWith(JOURNAL)
                ? part.path().resolveSibling(name.substring(0, name.length() - JOURNAL.length()))
                : part.path();
    }

    private boolean isYoung(Instant written) {
        return written.isAfter(now.minus(YOUNG));
    }
}
