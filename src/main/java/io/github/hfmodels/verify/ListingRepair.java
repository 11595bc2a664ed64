package io.github.hfmodels.verify;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.FileMetadata;
import io.github.hfmodels.plan.Listings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stored listings that cannot be read, or that disagree with a snapshot. Each is asked for anew once at most. */
public final class ListingRepair {

    private final Listings listings;
    private final FileMetadata metadata;
    private final Map<String, Listing> renewed = new HashMap<>();
    /** Why there is no listing, or none that is stored. */
    private final Map<String, IOException> failed = new HashMap<>();

    /** The commit that was asked about last, since thousands of findings may be of one, and its files by their paths. */
    private String current = "";

    private Map<String, RepoFile> files = Map.of();

    /** @param metadata asks for hashes of files of which a listing has the names alone */
    public ListingRepair(Listings listings, FileMetadata metadata) {
        this.listings = listings;
        this.metadata = metadata;
    }

    /**
     * Repairs a listing, or finds that it has a file now that it did not have.
     *
     * @return what was done
     * @throws IOException when that fails
     */
    String repair(Finding finding) throws IOException {
        CommitHash commit = Objects.requireNonNull(finding.commit(), "a listing is of a commit");
        Optional<Listing> before = listings.stored(finding.repo(), commit);
        Listing listing = renew(finding.repo(), commit);
        IOException notStored = failed.get(key(finding.repo(), commit));
        if (notStored != null) {
            throw notStored;
        }
        if (finding.kind() == Finding.Kind.NOT_LISTED) {
            String path = ContentRepair.pathInSnapshot(finding);
            boolean isListed =
                    listing.files().stream().anyMatch(file -> file.path().equals(path));
            if (!isListed) {
                throw new AdvisedIOException(
                        finding.reason() + ", nor does " + source(finding.repo()) + " list it",
                        Advice.of("delete it if nobody needs it"));
            }
        } else if (before.filter(listing::hasSameContents).isPresent()) {
            throw new AdvisedIOException(
                    finding.reason() + ", and " + source(finding.repo()) + " lists the same as the cache",
                    new Advice(Advice.Action.UPDATE_LOCK, finding.repo().id()));
        } else if (listings.stored(finding.repo(), commit).isEmpty()) {
            throw new AdvisedIOException(
                    finding.reason() + ", and " + source(finding.repo()) + " does not list all files with their hashes",
                    Advice.of("delete it"));
        }
        return "listed again by " + source(finding.repo());
    }

    /**
     * A file as it should be, by the listing.
     *
     * @param doubtsStored whether what is stored must not be believed
     * @return empty when the commit has no such file
     * @throws IOException when there is no listing, and the source does not give one
     */
    Optional<RepoFile> file(RepoId repo, CommitHash commit, String path, boolean doubtsStored) throws IOException {
        String key = key(repo, commit);
        boolean mayBeStored = !doubtsStored && !renewed.containsKey(key);
        if (!key.equals(current) || (doubtsStored && !renewed.containsKey(key))) {
            Optional<Listing> stored = mayBeStored ? listings.stored(repo, commit) : Optional.empty();
            Listing listing = stored.isPresent() ? stored.get() : renew(repo, commit);
            files = new HashMap<>();
            listing.files().forEach(file -> files.putIfAbsent(file.path(), file));
            current = key;
        }
        @Nullable RepoFile found = files.get(path);
        return metadata.complete(repo, commit, found == null ? List.of() : List.of(found)).stream()
                .findFirst();
    }

    private Listing renew(RepoId repo, CommitHash commit) throws IOException {
        String key = key(repo, commit);
        @Nullable Listing known = renewed.get(key);
        if (known != null) {
            return known;
        }
        IOException failure = failed.get(key);
        if (failure != null) {
            throw failure;
        }
        try {
            Listing listing = listings.fetchAnew(repo, commit);
            renewed.put(key, listing);
            current = "";
            store(repo, listing, commit);
            return listing;
        } catch (IOException e) {
            failed.put(key, e);
            throw e;
        }
    }

    /** Contents can be repaired by a listing that cannot be stored. */
    private void store(RepoId repo, Listing listing, CommitHash commit) {
        try {
            listings.replace(repo, commit, listing);
        } catch (IOException e) {
            failed.put(key(repo, commit), e);
        }
    }

    /** What messages call the source. */
    String source(RepoId repo) {
        return metadata.source(repo);
    }

    private static String key(RepoId repo, CommitHash commit) {
        return repo + "@" + commit;
    }
}
