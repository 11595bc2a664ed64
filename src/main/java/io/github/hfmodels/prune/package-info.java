/**
 * Deletes what nobody needs from the shared cache: {@link io.github.hfmodels.prune.PrunePlanner} says what that is, by rules, and {@link
 * io.github.hfmodels.prune.Pruner} deletes it, as far as it is still as it was planned. Makes no requests.
 */
@NullMarked
package io.github.hfmodels.prune;

import org.jspecify.annotations.NullMarked;
