/**
 * Changing a lock: looks models up, learns the hashes of the selected files, and tells what has changed. Called by the goals lock and
 * update.
 */
@NullMarked
package io.github.hfmodels.relock;

import org.jspecify.annotations.NullMarked;
