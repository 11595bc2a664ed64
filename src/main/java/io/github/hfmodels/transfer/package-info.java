/**
 * API calls and downloads that are repeated until they succeed or cannot. Large contents are received in parts over several
 * connections, hashed while they are written, and resumed after a process was killed. The sources of models call it.
 */
@NullMarked
package io.github.hfmodels.transfer;

import org.jspecify.annotations.NullMarked;
