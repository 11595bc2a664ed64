/**
 * Fetches contents that plans miss into the cache, several at once, and the small files that planning has to read. Called by the
 * engine and the use cases; knows neither HTTP nor Maven.
 */
@NullMarked
package io.github.hfmodels.download;

import org.jspecify.annotations.NullMarked;
