package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at what models need: their files in snapshots, the listings of their commits, and what is laid out of them. */
record ModelInspection(SnapshotCache cache, Inspection inspection, Findings findings) {

    private static final Log LOG = Log.of(ModelInspection.class);

    void inspect(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        CachedRepository repository = cache.repository(model.repo());
        Path snapshot = repository.snapshot(commit);
        if (!isThere(snapshot) && !isDenied(snapshot) && !plan.selected().isEmpty()) {
            findings.add(notCached(model, commit, snapshot));
            return;
        }
        inspectListing(plan, repository);
        for (RepoFile file : plan.selected()) {
            inspection.inspect(Place.inSnapshot(model.repo(), commit, file, repository.file(commit, file), model));
        }
        inspectLaidOut(plan);
    }

    /** A model of which the cache does not even know what it needs. */
    void inspectUnknown(ModelRequest model) {
        CachedRepository repository = cache.repository(model.repo());
        Optional<CommitHash> commit = repository.commitOf(model.revision());
        Path known = commit.isPresent() ? repository.snapshot(commit.get()) : repository.ref(model.revision());
        if (isDenied(known)) {
            findings.add(new Finding(
                    Kind.UNREADABLE,
                    model.repo(),
                    commit.orElse(null),
                    null,
                    known,
                    Printable.of(known.toString()) + " cannot be read (no permission)",
                    List.of(model)));
        } else if (commit.isPresent()) {
            findings.add(notCached(model, commit.get(), known));
        } else {
            findings.add(new Finding(
                    Kind.NOT_CACHED,
                    model.repo(),
                    null,
                    null,
                    cachePath().resolve(Printable.of(model.toString())),
                    model.revision() + " is not in the cache",
                    List.of(model)));
        }
    }

    private Path cachePath() {
        return Path.of(cache.toString());
    }

    private static Finding notCached(ModelRequest model, CommitHash commit, Path snapshot) {
        return new Finding(
                Kind.NOT_CACHED, model.repo(), commit, null, snapshot, "is not in the cache", List.of(model));
    }

    private void inspectListing(SnapshotPlan plan, CachedRepository repository) {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        Path file = repository.listingFile(commit);
        Optional<Listing> stored = isThere(file) ? repository.listing(commit) : Optional.empty();
        String wrong = "";
        if (stored.isEmpty() && isListingBad(repository, commit)) {
            wrong = "the list of its files cannot be read";
        } else if (plan.lock() != null && stored.isPresent()) {
            wrong = difference(stored.get(), plan.selected())
                    .map(path -> "the list of its files has another '" + Printable.of(path) + "' than "
                            + Objects.requireNonNull(plan.lock()).name())
                    .orElse("");
        }
        if (!wrong.isEmpty()) {
            findings.add(new Finding(Kind.BAD_LISTING, model.repo(), commit, null, file, wrong, List.of(model)));
        }
    }

    /**
     * Whether there is a listing that is none. One that only its owner may read, as huggingface_hub writes them, is not there for others, and
     * neither is one in a later version of the format.
     */
    static boolean isListingBad(CachedRepository repository, CommitHash commit) {
        Path file = repository.listingFile(commit);
        return isThere(file)
                && (Files.isReadable(file) || Files.isSymbolicLink(file))
                && !repository.hasLaterListing(commit);
    }

    private static Optional<String> difference(Listing stored, List<RepoFile> locked) {
        Map<String, RepoFile> files = new HashMap<>();
        stored.files().forEach(file -> files.put(file.path(), file));
        return locked.stream()
                .filter(file -> file.isListed() && !isSame(file, files.get(file.path())))
                .map(RepoFile::path)
                .findFirst();
    }

    private static boolean isSame(RepoFile locked, @Nullable RepoFile stored) {
        return stored != null
                && stored.contentSize() == locked.contentSize()
                && stored.digest().equals(locked.digest());
    }

    private void inspectLaidOut(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        Path folder = model.directory();
        if (folder == null) {
            return;
        }
        if (!isThere(folder)) {
            LOG.info("{} is not laid out in {} yet", model, folder);
            return;
        }
        for (RepoFile file : plan.selected()) {
            Path path = RepoPath.resolve(folder, model.layout().place(file.path()));
            inspection.inspect(Place.laidOut(model, plan.listing().commit(), file, path));
        }
    }

    /** Whether there is something, or may be, that this user may not read. */
    private static boolean isDenied(Path path) {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return !Files.isReadable(path);
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
