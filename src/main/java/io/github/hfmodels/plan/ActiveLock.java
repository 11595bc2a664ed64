package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoId;
import java.util.function.Predicate;

/**
 * The lock that a build follows.
 *
 * @param lock what it says
 * @param name the file's name, for messages
 * @param movesRefs whether existing refs of a repository are moved to the lock's commits, as in a cache that only this project uses; else only
 *     missing refs are written
 */
public record ActiveLock(ModelLock lock, String name, Predicate<RepoId> movesRefs) {}
