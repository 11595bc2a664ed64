package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.ModelLock;

/**
 * The lock that a build follows.
 *
 * @param lock what it says
 * @param name the file's name, for messages
 * @param movesRefs whether refs of the cache follow the lock wherever they pointed, since the cache is the project's own; else they are
 *     written only where there are none
 */
public record ActiveLock(ModelLock lock, String name, boolean movesRefs) {}
