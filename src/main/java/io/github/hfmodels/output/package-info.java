/**
 * What a prefetch leaves outside of the cache, in folders of the user's such as {@code target/}: snapshots laid out as plain
 * files, mirror folders, and the manifest. Called by {@code prefetch} and {@code export}, after the cache has everything; knows
 * neither sources nor Maven.
 */
@NullMarked
package io.github.hfmodels.output;

import org.jspecify.annotations.NullMarked;
