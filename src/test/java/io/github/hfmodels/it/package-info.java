/**
 * What the hook scripts of the integration tests under {@code src/it} have in common, so that each script tells nothing
 * but its test's behaviour. Called by those scripts, and after them by the profile {@code matrix}.
 */
@NullMarked
package io.github.hfmodels.it;

import org.jspecify.annotations.NullMarked;
