package io.github.hfmodels.lockfile;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Selection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lock says of one model. A repository may be in a lock several times, with different revisions or selections.
 *
 * @param source where the repository is, a word such as {@link #HUGGING_FACE}; the same for all mirrors of it
 * @param repo the repository
 * @param revision what was asked for
 * @param commit where it was
 * @param license the licence that the repository declared; null when it declared none
 * @param selection which files were asked for
 * @param files the files that this selected, sorted by path; of each the content's SHA-256 is known
 * @param companions what else is needed, of other repositories; the lock has each of them as a model of its own
 */
public record LockedModel(
        String source,
        RepoId repo,
        Revision revision,
        CommitHash commit,
        @Nullable String license,
        Selection selection,
        List<RepoFile> files,
        List<Companion> companions) {

    /** The Hugging Face Hub. */
    public static final String HUGGING_FACE = "huggingface";

    /** The order in which a lock has its models, and by which it tells them apart. */
    static final Comparator<LockedModel> ORDER = Comparator.comparing(LockedModel::source)
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
    }

    /** A model that needs no other. */
    public LockedModel(
            String source,
            RepoId repo,
            Revision revision,
            CommitHash commit,
            @Nullable String license,
            Selection selection,
            List<RepoFile> files) {
        this(source, repo, revision, commit, license, selection, files, List.of());
    }

    private static String key(Companion companion) {
        return companion.repo() + "@" + companion.revision() + " "
                + companion.part().description();
    }

    /** Without what a listing knows and a lock does not. */
    private static RepoFile asLocked(RepoFile file) {
        return file.lfs() == null
                ? new RepoFile(file.path(), file.size(), file.blobId(), null, null, file.sha256())
                : new RepoFile(file.path(), file.contentSize(), "", file.lfs(), null);
    }

    /** Without what only a plan tells people. */
    private static Companion asLocked(Companion companion) {
        return new Companion(companion.repo(), companion.revision(), companion.part(), "");
    }

    /** Whether this is what the lock has for such a request. */
    boolean isFor(RepoId wanted, Revision at, Selection part) {
        return isOf(wanted) && revision.name().equals(at.name()) && selection.equals(part);
    }

    /** Whether this is of the repository. By strings: a record's own {@code equals} takes 20 ms to be used for the first time. */
    boolean isOf(RepoId wanted) {
        return repo.type() == wanted.type() && repo.id().equals(wanted.id());
    }

    /** What tells it from others, in the words of requests. */
    public String key() {
        return this + "\n" + selection.key();
    }

    /** The length in bytes of all files. */
    public long size() {
        return files.stream().mapToLong(RepoFile::contentSize).sum();
    }

    /** As a user would write it: {@code owner/name@revision}. */
    @Override
    public String toString() {
        return repo + "@" + revision;
    }
}
