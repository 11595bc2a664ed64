/**
 * Changing a lock: looks models up, computes the hashes of their files, and says what has changed. Called by the engine for
 * the goals lock and update.
 */
@NullMarked
package io.github.hfmodels.relock;

import org.jspecify.annotations.NullMarked;
