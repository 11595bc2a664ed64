package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at places without reading what is there: finds what is missing, leads elsewhere, is no file or has another length, and which
 * contents are to be hashed.
 */
final class Inspection {

    private final SnapshotCache cache;
    private final Path root;
    private final Findings findings;
    private final Map<Object, Content> contents = new LinkedHashMap<>();
    private final Map<RepoId, List<Path>> folders = new HashMap<>();

    /** @param root the cache's folder, without links */
    Inspection(SnapshotCache cache, Path root, Findings findings) {
        this.cache = cache;
        this.root = root;
        this.findings = findings;
    }

    /** The contents that were found, each once. */
    List<Content> contents() {
        return List.copyOf(contents.values());
    }

    void inspect(Place place) {
        Path path = place.path();
        try {
            @Nullable Path target = Files.isSymbolicLink(path) ? Files.readSymbolicLink(path) : null;
            Path real = target == null ? path.toRealPath() : destination(place, target);
            if (real == null) {
                return;
            }
            if (!place.isLaidOut() && !real.startsWith(root) && !isInFolderOf(place.repo(), real)) {
                findings.add(place.finding(Kind.OUT_OF_CACHE, "leads out of the cache, to " + Printable.of(real + "")));
                return;
            }
            add(place, target, real, FileStamp.of(real));
        } catch (NoSuchFileException e) {
            findings.add(place.finding(Kind.MISSING, "is missing"));
        } catch (FileAlreadyExistsException e) {
            findings.add(place.finding(Kind.NOT_A_FILE, "is not a file: " + e.getReason()));
        } catch (IOException e) {
            findings.add(place.finding(
                    Kind.UNREADABLE,
                    "cannot be read: " + Printable.of(DiskFailure.of(e).reason())));
        }
    }

    /** Whether it is in the repository's folder, or in that of its blobs, which users may have moved to another disk and linked. */
    private boolean isInFolderOf(RepoId repo, Path real) {
        CachedRepository repository = cache.repository(repo);
        return folders
                .computeIfAbsent(
                        repo,
                        key -> Stream.of(repository.folder(), repository.blobs())
                                .flatMap(folder -> real(folder).stream())
                                .toList())
                .stream()
                .anyMatch(real::startsWith);
    }

    private static Optional<Path> real(Path folder) {
        try {
            return Optional.of(folder.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where a link leads; null when it leads nowhere, which is noted. */
    private @Nullable Path destination(Place place, Path target) throws IOException {
        try {
            return place.path().toRealPath();
        } catch (NoSuchFileException e) {
            String blob = Printable.of(String.valueOf(target.getFileName()));
            findings.add(place.finding(Kind.DANGLING_LINK, "is a link to something that is missing, " + blob));
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            String reason = Printable.of(DiskFailure.of(e).reason());
            findings.add(place.finding(Kind.DANGLING_LINK, "is a link that leads nowhere: " + reason));
        }
        return null;
    }

    private void add(Place place, @Nullable Path target, Path real, FileStamp stamp) {
        Set<Digest> hashes = place.hashes();
        Path named = place.file() == null ? place.path() : target;
        if (named != null && !place.isLaidOut() && isBlob(named)) {
            String name = named.getFileName().toString();
            if (!hashes.isEmpty() && !hashes.iterator().next().hex().equals(name)) {
                findings.add(place.finding(
                        Kind.OTHER_BLOB,
                        "is a link to blob " + Printable.of(name) + " instead of "
                                + hashes.iterator().next()));
                // It is wrong, so that nothing is known of the content but its name.
                hashes.clear();
            }
            hashOf(name).ifPresent(hashes::add);
        }
        Content content =
                contents.computeIfAbsent(stamp.key().isEmpty() ? real : stamp.key(), key -> new Content(real, stamp));
        RepoFile file = place.file();
        if (file != null && !file.isNameOnly() && file.contentSize() != stamp.size() && isExpected(hashes, place)) {
            content.wrongLength();
            findings.add(
                    place.finding(Kind.WRONG_LENGTH, "has " + stamp.size() + " bytes instead of " + file.contentSize()),
                    place.isLaidOut() && target == null ? place.path() : real);
        } else {
            content.add(place, target != null, hashes);
        }
    }

    /** Whether the content is the one that the place should have. */
    private static boolean isExpected(Set<Digest> hashes, Place place) {
        Set<Digest> own = place.hashes();
        return own.isEmpty() || hashes.containsAll(own);
    }

    /** Whether the path is that of a blob: a link of a snapshot may also lead to a file that is none. */
    private static boolean isBlob(Path path) {
        Path above = path.getParent();
        return above != null && above.endsWith(RepoFolder.BLOBS);
    }

    /** The hash that has such a name; empty for an ETag that is none. */
    private static Optional<Digest> hashOf(String name) {
        if (!CommitHash.isCommitHash(name)) {
            return Optional.empty();
        }
        boolean isSha256 = name.length() == Digest.Algorithm.SHA256.hexDigits();
        return Optional.of(new Digest(isSha256 ? Digest.Algorithm.SHA256 : Digest.Algorithm.GIT_SHA1, name));
    }
}
