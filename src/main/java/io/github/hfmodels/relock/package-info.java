/**
 * Writing a lock: looks models up, learns the hashes of what they select, and tells what has changed. Called by the goals that write
 * locks; the lock itself and the downloads are others' business.
 */
@NullMarked
package io.github.hfmodels.relock;

import org.jspecify.annotations.NullMarked;
