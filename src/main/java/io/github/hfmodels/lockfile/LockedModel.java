package io.github.hfmodels.lockfile;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Selection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model in a lock. A repository may be in a lock several times, with different revisions or selections.
 *
 * @param repo the repository
 * @param revision the requested revision
 * @param commit the commit of that revision
 * @param license the licence that the repository declares; null for none
 * @param selection which files were requested
 * @param files the selected files, sorted by path; the SHA-256 of each is known
 * @param companions what the model needs of other repositories; the lock has each of them as a model, too
 * @param card what else the repository's card declares
 * @param scans what the source's security scan says of each file, by path; empty where it was not asked, or does not say. A file of
 *     which it says nothing, while it does of others, was not scanned
 */
public record LockedModel(
        RepoId repo,
        Revision revision,
        CommitHash commit,
        @Nullable String license,
        Selection selection,
        List<RepoFile> files,
        List<Companion> companions,
        ModelCard card,
        Map<String, ScanVerdict> scans) {

    /** The order of the models in a lock. Models that are equal in it are the same request. */
    static final Comparator<LockedModel> ORDER = Comparator.comparing(
                    (LockedModel model) -> model.repo().source().word())
            .thenComparing(model -> model.repo().type())
            .thenComparing(model -> model.repo().id())
            .thenComparing(model -> model.revision().name())
            .thenComparing(model -> model.selection().key());

    public LockedModel {
        files = files.stream()
                .map(LockedModel::asLocked)
                .sorted(Comparator.comparing(RepoFile::path))
                .toList();
        companions = companions.stream()
                .map(LockedModel::asLocked)
                .sorted(Comparator.comparing(LockedModel::key))
                .toList();
        scans = scans.isEmpty() ? Map.of() : ofEach(files, scans);
    }

    private static Map<String, ScanVerdict> ofEach(List<RepoFile> files, Map<String, ScanVerdict> scans) {
        Map<String, ScanVerdict> ofEach = new HashMap<>(2 * files.size());
        for (RepoFile file : files) {
            ofEach.put(file.path(), scans.getOrDefault(file.path(), ScanVerdict.UNSCANNED));
        }
        return Collections.unmodifiableMap(ofEach);
    }

    /** Whether anything is known of it besides its files. What a mirror gave has no more, and then nobody knows whether a licence is declared. */
    public boolean isKnown() {
        return license != null || !card.isEmpty() || !scans.isEmpty();
    }

    /** A model of which neither card nor scan is known. */
    public LockedModel(
            RepoId repo,
            Revision revision,
            CommitHash commit,
            @Nullable String license,
            Selection selection,
            List<RepoFile> files,
            List<Companion> companions) {
        this(repo, revision, commit, license, selection, files, companions, ModelCard.EMPTY, Map.of());
    }

    private static String key(Companion companion) {
        return companion.repo() + "@" + companion.revision() + " "
                + companion.part().description();
    }

    /** A file without what only a listing knows. */
    private static RepoFile asLocked(RepoFile file) {
        return file.lfs() == null
                ? new RepoFile(file.path(), file.size(), file.blobId(), null, null, file.sha256())
                : new RepoFile(file.path(), file.contentSize(), "", file.lfs(), null);
    }

    /** A companion without the reason, which only a plan shows. */
    private static Companion asLocked(Companion companion) {
        return new Companion(companion.repo(), companion.revision(), companion.part(), "");
    }

    /**
     * Where this is in a lock: before (negative), among (0) or behind (positive) the models of a repository. Compares strings, since the
     * first use of a record's {@code equals} takes 20 ms.
     */
    int compareWith(RepoId wanted) {
        int order = repo.source().word().compareTo(wanted.source().word());
        if (order == 0) {
            order = repo.type().compareTo(wanted.type());
        }
        return order == 0 ? repo.id().compareTo(wanted.id()) : order;
    }

    /** As {@link #compareWith(RepoId)}, of the models of a revision. */
    int compareWith(RepoId wanted, Revision at) {
        int order = compareWith(wanted);
        return order == 0 ? revision.name().compareTo(at.name()) : order;
    }

    /** As {@link #compareWith(RepoId)}, of the model for a request. */
    int compareWith(RepoId wanted, Revision at, String selectionKey) {
        int order = compareWith(wanted, at);
        return order == 0 ? selection.key().compareTo(selectionKey) : order;
    }

    /** Identifies the request, like the key of a build's request. */
    public String key() {
        return this + "\n" + selection.key();
    }

    /** The worst verdict on any file; empty where the scan is not known. */
    public Optional<ScanVerdict> scan() {
        return ScanVerdict.worst(scans.values());
    }

    /** The size of all files in bytes. */
    public long size() {
        return ByteCount.sum(files, RepoFile::contentSize);
    }

    /** As a user would write it: {@code owner/name@revision}. */
    @Override
    public String toString() {
        return repo + "@" + revision;
    }
}
