/**
 * Tries until it works: questions asked again, contents received in parts over several connections, hashed while they are
 * written, and gone on with where another process was killed. Called by the sources of models.
 */
@NullMarked
package io.github.hfmodels.transfer;

import org.jspecify.annotations.NullMarked;
