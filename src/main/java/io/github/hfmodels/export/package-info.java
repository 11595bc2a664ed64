/**
 * Writes the result of a prefetch for others: properties for later plugins of the module, a manifest for other tools. Called by the
 * goal after the prefetch.
 */
@NullMarked
package io.github.hfmodels.export;

import org.jspecify.annotations.NullMarked;
