package io.github.hfmodels.lockfile;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The content of a lock file.
 *
 * @param models the models, sorted, one per request
 */
public record ModelLock(List<LockedModel> models) {

    /** A lock without models. */
    public static final ModelLock EMPTY = new ModelLock(List.of());

    public ModelLock {
        models = models.stream().sorted(LockedModel.ORDER).toList();
    }

    /** The model that is locked for a request; empty when there is none with this revision and selection. */
    public Optional<LockedModel> find(RepoId repo, Revision revision, Selection selection) {
        String key = selection.key();
        List<LockedModel> found = range(model -> model.compareWith(repo, revision, key));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** All models of a repository. */
    public List<LockedModel> of(RepoId repo) {
        return range(model -> model.compareWith(repo));
    }

    /** All models of a repository at a revision; they have one commit, and differ in what is selected. */
    public List<LockedModel> of(RepoId repo, Revision revision) {
        return range(model -> model.compareWith(repo, revision));
    }

    /** The models for which the function, which grows with their order, gives 0. A lock may have any number of models. */
    private List<LockedModel> range(ToIntFunction<LockedModel> order) {
        return models.subList(
                first(model -> order.applyAsInt(model) >= 0), first(model -> order.applyAsInt(model) > 0));
    }

    /** The place of the first model that is as wanted, as are all behind it. */
    private int first(Predicate<LockedModel> wanted) {
        int low = 0;
        int high = models.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (wanted.test(models.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The commit that a revision is locked at, with any selection. */
    public Optional<CommitHash> commitOf(RepoId repo, Revision revision) {
        return of(repo, revision).stream().map(LockedModel::commit).findFirst();
    }

    /** The wanted models and, directly or indirectly, their companions. */
    public Set<LockedModel> withCompanions(Predicate<LockedModel> wanted) {
        var all = new LinkedHashSet<LockedModel>();
        var pending = new ArrayDeque<>(models.stream().filter(wanted).toList());
        while (!pending.isEmpty()) {
            LockedModel model = pending.remove();
            if (all.add(model)) {
                for (Companion companion : model.companions()) {
                    find(companion.repo(), companion.revision(), Selection.of(companion.part()))
                            .ifPresent(pending::add);
                }
            }
        }
        return all;
    }

    /** A lock that also has the given models, in place of those for the same requests. */
    public ModelLock with(Collection<LockedModel> others) {
        var all = new TreeSet<>(LockedModel.ORDER);
        all.addAll(others);
        all.addAll(models);
        return new ModelLock(new ArrayList<>(all));
    }

    /** A lock without some of the models. */
    public ModelLock without(Predicate<LockedModel> dropped) {
        return new ModelLock(models.stream().filter(dropped.negate()).toList());
    }
}
