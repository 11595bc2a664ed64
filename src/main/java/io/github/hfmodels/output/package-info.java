/**
 * What a prefetch leaves outside of the cache, in folders of the user's such as {@code target/}: snapshots laid out as plain
 * files, and the manifest. Called by the carrying out of a prefetch and by the mojos, after the cache has everything; knows
 * neither where files came from nor Maven.
 */
@NullMarked
package io.github.hfmodels.output;

import org.jspecify.annotations.NullMarked;
