package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Digests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model or a data set: commits on master, branches and tags, and who may see it. Thread-safe. */
public final class ModelScopeRepository {

    private static final String MASTER = "master";

    private final String name;
    private final Logins logins;
    private final Map<String, ModelScopeCommit> commits = new LinkedHashMap<>();
    private final Map<String, ModelScopeCommit> branches = new LinkedHashMap<>();
    private final Map<String, ModelScopeCommit> tags = new LinkedHashMap<>();
    private @Nullable Set<String> readers;
    private @Nullable Set<String> admitted;

    /** @param name tells it from all others */
    ModelScopeRepository(String name, Logins logins) {
        this.name = name;
        this.logins = logins;
    }

    /** Starts a commit on master with the files of the last one, to which master moves. */
    public synchronized ModelScopeCommit commit(String message) {
        return commitOn(MASTER, message);
    }

    /** Starts a commit on a branch with the files of the last one there, to which the branch moves. */
    public synchronized ModelScopeCommit commitOn(String branch, String message) {
        var commit =
                new ModelScopeCommit(Digests.sha1(name + " " + commits.size() + " " + message), branches.get(branch));
        commits.put(commit.id(), commit);
        branches.put(branch, commit);
        return commit;
    }

    /** Creates or moves a branch. */
    public synchronized ModelScopeRepository branch(String branch, ModelScopeCommit commit) {
        branches.put(branch, commit);
        return this;
    }

    public synchronized ModelScopeRepository deleteBranch(String branch) {
        branches.remove(branch);
        return this;
    }

    public synchronized ModelScopeRepository tag(String tag, ModelScopeCommit commit) {
        tags.put(tag, commit);
        return this;
    }

    /** Hides the repository from all but the given tokens, which the server knows from now on. */
    public synchronized ModelScopeRepository makePrivate(String... tokens) {
        readers = Set.of(tokens);
        logins.add(tokens);
        return this;
    }

    /** Shows the repository to everybody but its files only to the given tokens, which the server knows from now on. */
    public synchronized ModelScopeRepository makeGated(String... tokens) {
        admitted = Set.of(tokens);
        logins.add(tokens);
        return this;
    }

    synchronized boolean showsItselfTo(String token) {
        return readers == null || readers.contains(token);
    }

    synchronized boolean admits(String token) {
        return admitted == null || admitted.contains(token);
    }

    synchronized Optional<ModelScopeCommit> find(String revision, boolean byCommit) {
        return Optional.ofNullable(branches.get(revision))
                .or(() -> Optional.ofNullable(tags.get(revision)))
                .or(() -> Optional.ofNullable(byCommit ? commits.get(revision) : null));
    }

    synchronized Map<String, ModelScopeCommit> branches() {
        return new LinkedHashMap<>(branches);
    }

    /** The newest first. */
    synchronized Map<String, ModelScopeCommit> tags() {
        Map<String, ModelScopeCommit> newestFirst = new LinkedHashMap<>();
        List<String> names = List.copyOf(tags.keySet());
        for (int i = names.size() - 1; i >= 0; i--) {
            newestFirst.put(names.get(i), tags.get(names.get(i)));
        }
        return newestFirst;
    }
}
