/**
 * What the hook scripts of the integration tests under {@code src/it} have in common, so that each script tells nothing
 * but its test's behaviour. Called by those scripts alone.
 */
@NullMarked
package io.github.hfmodels.it;

import org.jspecify.annotations.NullMarked;
