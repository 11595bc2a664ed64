/**
 * Snapshots laid out as plain files under folders of the user's, such as {@code target/}. Called by the carrying out of a
 * prefetch, after the cache has everything; knows neither where files came from nor Maven.
 */
@NullMarked
package io.github.hfmodels.output;

import org.jspecify.annotations.NullMarked;
