/** Processes beside the tests' own: by other users, and servers. */
@NullMarked
package io.github.hfmodels.process;

import org.jspecify.annotations.NullMarked;
