/**
 * What models need: from a request to a plan, which says for each model the commit, the files that are wanted and those that are
 * missing. Asks the source only for what neither the cache nor another module knows. The small files that presets read are fetched
 * through {@link io.github.hfmodels.plan.FileAccess}. Called by the engine and the use cases; goals and {@code pom} build requests.
 */
@NullMarked
package io.github.hfmodels.plan;

import org.jspecify.annotations.NullMarked;
