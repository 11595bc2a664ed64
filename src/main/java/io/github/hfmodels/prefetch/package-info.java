/**
 * The use case: a request for models becomes plans, and these a result. Decides the order of things and leaves the how to the
 * planning, the cache, the source and the output directory; knows neither Maven nor HTTP. Called by the mojos.
 */
@NullMarked
package io.github.hfmodels.prefetch;

import org.jspecify.annotations.NullMarked;
