/**
 * What models need: from a request to a plan, which says for each model the commit, the files that are wanted and those that are
 * missing. Asks the source only what neither the cache nor another module can tell; downloads nothing. Called by the carrying
 * out of a prefetch and by the mojos that make requests.
 */
@NullMarked
package io.github.hfmodels.plan;

import org.jspecify.annotations.NullMarked;
