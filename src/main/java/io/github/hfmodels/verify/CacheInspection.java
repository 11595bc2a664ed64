package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at everything in the cache. */
record CacheInspection(SnapshotCache cache, Inspection inspection, Findings findings) {

    private static final Log LOG = Log.of(CacheInspection.class);

    /**
     * @throws IOException when the cache's own folder cannot be read
     * @throws InterruptedException when the thread is interrupted
     */
    void inspect() throws IOException, InterruptedException {
        CacheInventory inventory = cache.inventory();
        for (Repository repository : inventory.repositories()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while looking at " + repository.repo());
            }
            inspect(repository);
        }
        for (Damage foreign : inventory.foreign()) {
            String name = foreign.path().getFileName().toString();
            int end = name.indexOf("--");
            if (end > 0 && RepoType.ofCache(name.substring(0, end)).isPresent()) {
                LOG.warn(
                        Files.isSymbolicLink(foreign.path())
                                ? "{} is not verified, since it is a link; only models that are named are verified there"
                                : "{} is not verified",
                        Printable.of(foreign.path().toString()));
            }
        }
    }

    private void inspect(Repository repository) {
        Set<CommitHash> listed =
                repository.listings().stream().map(CachedListing::commit).collect(Collectors.toSet());
        for (CachedRevision revision : repository.revisions()) {
            inspect(repository, revision, listed.contains(revision.commit()));
        }
        inspectBlobs(repository);
        inspectRefs(repository);
        for (Damage damage : repository.damage()) {
            if (!isInspected(damage.path(), repository)) {
                findings.add(finding(Kind.UNREADABLE, repository, null, damage.path(), damage.reason()));
            }
        }
    }

    private void inspect(Repository repository, CachedRevision revision, boolean hasListing) {
        CommitHash commit = revision.commit();
        CachedRepository cached = cache.repository(repository.repo());
        Optional<Listing> listing = hasListing ? cached.listing(commit) : Optional.empty();
        if (hasListing && listing.isEmpty() && ModelInspection.isListingBad(cached, commit)) {
            findings.add(finding(
                    Kind.BAD_LISTING,
                    repository,
                    commit,
                    cached.listingFile(commit),
                    "the list of its files cannot be read"));
        }
        Map<String, RepoFile> files = new HashMap<>();
        listing.ifPresent(known -> known.files().forEach(file -> files.put(file.path(), file)));
        FileTree tree = FileTree.read(
                revision.folder(), (folder, cause) -> findings.add(unreadable(repository, commit, folder)));
        for (Path path : tree.files()) {
            String name = FileTree.pathBelow(revision.folder(), path);
            RepoFile file = files.get(name);
            Place place =
                    Place.inSnapshot(repository.repo(), commit, file == null ? RepoFile.named(name) : file, path, null);
            if (listing.isPresent() && file == null) {
                findings.add(place.finding(Kind.NOT_LISTED, "is not in the list of the commit's files"));
            }
            inspection.inspect(place);
        }
    }

    /** What no snapshot leads to, too. */
    private void inspectBlobs(Repository repository) {
        Path folder = repository.folder().resolve(RepoFolder.BLOBS);
        Set<Path> parts = repository.parts().stream().map(CachedBlob::path).collect(Collectors.toSet());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                // A link to a content that the shared store no longer has is wrong where a snapshot leads to it, and
                // found there.
                if (!parts.contains(entry) && (Files.exists(entry) || !Files.isSymbolicLink(entry))) {
                    inspection.inspect(Place.blob(repository.repo(), entry));
                }
            }
        } catch (NoSuchFileException e) {
            // Without links, there are none.
        } catch (IOException | DirectoryIteratorException e) {
            findings.add(unreadable(repository, null, folder));
        }
    }

    private void inspectRefs(Repository repository) {
        for (CachedRef ghost : repository.ghostRefs()) {
            findings.add(finding(
                    Kind.GHOST_REF,
                    repository,
                    ghost.commit(),
                    ghost.file(),
                    "the ref '" + Printable.of(ghost.name()) + "' names this commit, which has no snapshot"));
        }
        Path folder = repository.folder().resolve(RepoFolder.REFS);
        Set<Path> ghosts = repository.ghostRefs().stream().map(CachedRef::file).collect(Collectors.toSet());
        for (Damage damage : repository.damage()) {
            if (isIn(folder, damage.path()) && !ghosts.contains(damage.path())) {
                findings.add(finding(
                        Kind.BAD_REF,
                        repository,
                        null,
                        damage.path(),
                        "the ref "
                                + Printable.of(folder.relativize(damage.path()).toString()) + " is not one: "
                                + damage.reason()));
            }
        }
    }

    /** Whether the damage is found, more exactly, by looking at files, blobs and refs. */
    private static boolean isInspected(Path damaged, Repository repository) {
        Path folder = repository.folder();
        return isIn(folder.resolve(RepoFolder.REFS), damaged)
                || damaged.startsWith(folder.resolve(RepoFolder.BLOBS))
                || repository.revisions().stream().anyMatch(revision -> damaged.startsWith(revision.folder()));
    }

    private static boolean isIn(Path folder, Path path) {
        return path.startsWith(folder) && !path.equals(folder);
    }

    private static Finding unreadable(Repository repository, @Nullable CommitHash commit, Path folder) {
        return finding(
                Kind.UNREADABLE,
                repository,
                commit,
                folder,
                "the folder " + Printable.of(folder.toString()) + " cannot be read");
    }

    private static Finding finding(
            Kind kind, Repository repository, @Nullable CommitHash commit, Path path, String reason) {
        return new Finding(kind, repository.repo(), commit, null, path, reason, List.of());
    }
}
