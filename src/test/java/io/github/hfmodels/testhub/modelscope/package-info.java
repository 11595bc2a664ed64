/**
 * A ModelScope of our own for tests, beside the Hub of {@link io.github.hfmodels.testhub}, whose connections, log and faults it shares.
 * {@link io.github.hfmodels.testhub.modelscope.ModelScopeServer} is the way in. It uses none of the product's classes.
 */
@NullMarked
package io.github.hfmodels.testhub.modelscope;

import org.jspecify.annotations.NullMarked;
