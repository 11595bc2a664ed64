/**
 * The main use case: turns a request for models into plans, and plans into a result. Decides the order of the steps, and leaves the
 * steps to {@code plan}, {@code download}, {@code cache} and {@code output}; knows neither Maven nor HTTP. Called by the engine; goals
 * build its requests and read its results.
 */
@NullMarked
package io.github.hfmodels.prefetch;

import org.jspecify.annotations.NullMarked;
