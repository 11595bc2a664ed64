/**
 * What a prefetch tells others: properties for later plugins of the module, a manifest for other tools. One writer for each; called by
 * the goal after all models are ready.
 */
@NullMarked
package io.github.hfmodels.export;

import org.jspecify.annotations.NullMarked;
