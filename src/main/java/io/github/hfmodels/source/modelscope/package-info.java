/**
 * ModelScope as a source of models and data sets. {@link io.github.hfmodels.source.modelscope.ModelScopeSource} is its entry; what
 * ModelScope's protocol says of revisions, files and failures is known here alone.
 */
@NullMarked
package io.github.hfmodels.source.modelscope;

import org.jspecify.annotations.NullMarked;
