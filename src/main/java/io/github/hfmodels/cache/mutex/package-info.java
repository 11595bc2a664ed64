/**
 * Locks on the cache's files against threads and processes, Python's among them. Called by the cache alone, which knows what is
 * locked and where.
 */
@NullMarked
package io.github.hfmodels.cache.mutex;

import org.jspecify.annotations.NullMarked;
