/**
 * Where models come from: listing a repository and fetching its files, behind {@link ModelSource}, which other sources
 * can take; here is the Hub's own API. Called by the carrying out of a prefetch; the only place that knows Jackson.
 */
@NullMarked
package io.github.hfmodels.hub;

import org.jspecify.annotations.NullMarked;
