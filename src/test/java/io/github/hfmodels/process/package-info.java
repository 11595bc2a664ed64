/** Processes beside the tests' own, and by other users. */
@NullMarked
package io.github.hfmodels.process;

import org.jspecify.annotations.NullMarked;
