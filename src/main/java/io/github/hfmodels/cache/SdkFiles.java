package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What ModelScope's SDKs, present and older, have put into the cache of a repository. They keep files whose content they found to be wrong,
 * and older ones say nothing of the revision, so nothing of it is used unseen.
 */
record SdkFiles(RepoFolder folder) {

    private static final Log LOG = Log.of(SdkFiles.class);

    /** What older SDKs write beside the files of a repository. */
    private static final Set<String> INDEXES = Set.of(".msc", ".mdl", ".mv", "._____temp");

    /** The folders at the top of the cache that are not those of owners. */
    private static final Set<String> NOT_OWNERS = Set.of("models", "datasets", "hub");

    private static final int MAX_REVISION_BYTES = 1_024;

    /** The folder of older SDKs that the present one reads instead of any snapshot; empty where there is none with something in it. */
    Optional<Path> hiding() {
        return ofOlder().stream().filter(older -> !isEmpty(older)).findFirst();
    }

    /** Where the present SDK looks for what older ones have written, in that order. */
    private List<Path> ofOlder() {
        String type = folder.repo().type().plural();
        String owner = owner();
        String name = folder.repo().name().replace(".", "___");
        Path cache = folder.cache();
        return List.of(
                cache.resolve(type).resolve(owner).resolve(name),
                cache.resolve("hub").resolve(type).resolve(owner).resolve(name));
    }

    private String owner() {
        String id = folder.repo().id();
        return id.substring(0, id.indexOf('/'));
    }

    /** All folders of older SDKs. */
    private List<Path> ofAllOlder() {
        var all = new ArrayList<Path>(ofOlder());
        if (folder.repo().type() == RepoType.MODEL && !NOT_OWNERS.contains(owner())) {
            String name = folder.repo().name();
            for (Path cache : List.of(folder.cache(), folder.cache().resolve("hub"))) {
                all.add(cache.resolve(owner()).resolve(name.replace(".", "___")));
                all.add(cache.resolve(owner()).resolve(name));
            }
        }
        return all;
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return true;
        }
    }

    /**
     * Files of their own that have the path and the size of a file, and may have its content.
     *
     * @param revisions in whose folders to look; those that lie side by side are known
     */
    List<Path> like(RepoFile file, Collection<Revision> revisions) {
        if (!file.digest().isHash()) {
            return List.of();
        }
        var folders = new LinkedHashSet<Path>();
        revisions.forEach(revision -> folders.add(folder.revision(revision)));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.snapshots())) {
            entries.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("There are no snapshots in {}", folder.snapshots(), e);
        }
        folders.addAll(ofAllOlder());
        return folders.stream()
                .map(each -> file.repoPath().below(each))
                .filter(path -> isFileOf(path, file.contentSize()))
                .toList();
    }

    private static boolean isFileOf(Path path, long size) {
        try {
            var attributes = FolderReader.attributes(path);
            return attributes.isRegularFile() && attributes.size() == size;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The files that they have of a revision, by their contents, and the snapshot that these make. Reads all of them. There may be more at
     * ModelScope.
     *
     * @throws IOException when they cannot be read
     */
    Optional<Listing> listing(Revision revision) throws IOException {
        var folders = new ArrayList<Path>(List.of(folder.revision(revision)));
        ofAllOlder().stream().filter(older -> mayBeOf(older, revision)).forEach(folders::add);
        for (Path each : folders) {
            List<RepoFile> files = read(each);
            if (!files.isEmpty()) {
                return Optional.of(new Listing(Fingerprint.of(files), files));
            }
        }
        return Optional.empty();
    }

    /** Older SDKs have one revision of a repository, and most of them say which. */
    private static boolean mayBeOf(Path older, Revision revision) {
        Path note = older.resolve(".mv");
        try {
            RegularFile.requireSmall(note, MAX_REVISION_BYTES);
            String text = Files.readString(note, StandardCharsets.ISO_8859_1);
            return !text.startsWith("Revision:") || text.startsWith("Revision:" + revision.name() + ",");
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * The regular files of a folder, each with the hash of its content, and our links, as their blobs are named.
     *
     * @throws IOException when one cannot be read
     */
    List<RepoFile> read(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        var files = new ArrayList<RepoFile>();
        for (Path entry : FileTree.read(root).files()) {
            if (isOurs(entry)) {
                files.add(UnlistedSnapshot.describe(root, entry));
            } else if (isOfRepository(root.relativize(entry))
                    && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                var lfs = new RepoFile.Lfs(
                        Digest.of(Digest.Algorithm.SHA256, entry).hex(), Files.size(entry));
                files.add(new RepoFile(FileTree.pathBelow(root, entry), lfs.size(), lfs.sha256(), lfs, null));
            }
        }
        return files;
    }

    private boolean isOurs(Path entry) throws IOException {
        if (!Files.isSymbolicLink(entry)) {
            return false;
        }
        Path blob = FolderReader.target(entry);
        return folder.blobs().equals(blob.getParent()) && Files.isRegularFile(blob);
    }

    /** Whether it is neither what is left of a download nor what older SDKs keep for themselves. */
    private static boolean isOfRepository(Path file) {
        String name = file.getFileName().toString();
        return !INDEXES.contains(file.getName(0).toString())
                && !name.endsWith(".incomplete")
                && !name.endsWith(".parallel_tmp");
    }
}
