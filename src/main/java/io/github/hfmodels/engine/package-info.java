/**
 * The façade of everything below the goals, and the one place that puts the objects of a use case together. Called by the goals;
 * knows neither Maven nor HTTP.
 */
@NullMarked
package io.github.hfmodels.engine;

import org.jspecify.annotations.NullMarked;
