package io.github.hfmodels.lock;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.select.FileSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a lock file says.
 *
 * @param models the models, sorted; each request once
 */
public record ModelLock(List<LockedModel> models) {

    /** The lock of a project that has none. */
    public static final ModelLock EMPTY = new ModelLock(List.of());

    public ModelLock {
        models = models.stream().sorted(LockedModel.ORDER).toList();
    }

    /** What is locked for a request; empty when the lock does not have it as it is asked for. */
    public Optional<LockedModel> find(RepoId repo, Revision revision, FileSelection selection) {
        return models.stream()
                .filter(model -> model.isFor(repo, revision, selection))
                .findFirst();
    }

    /** All that is locked of a repository. */
    public List<LockedModel> of(RepoId repo) {
        return models.stream().filter(model -> model.isOf(repo)).toList();
    }

    /** The commit that a revision is locked at, whatever is selected of it. */
    public Optional<CommitHash> commitOf(RepoId repo, Revision revision) {
        return of(repo).stream()
                .filter(model -> model.revision().equals(revision))
                .map(LockedModel::commit)
                .findFirst();
    }

    /** The same with other models in place of those that were locked for the same requests. */
    public ModelLock with(Collection<LockedModel> others) {
        var all = new TreeSet<>(LockedModel.ORDER);
        all.addAll(others);
        all.addAll(models);
        return new ModelLock(new ArrayList<>(all));
    }

    /** The same without some models. */
    public ModelLock without(Predicate<LockedModel> unwanted) {
        return new ModelLock(models.stream().filter(unwanted.negate()).toList());
    }
}
