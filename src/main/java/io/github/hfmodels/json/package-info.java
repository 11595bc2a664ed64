/**
 * The little JSON that builds read which find everything in the cache, and so load no JSON library. Called by whoever keeps such
 * files; uses nothing but the JDK.
 */
@NullMarked
package io.github.hfmodels.json;

import org.jspecify.annotations.NullMarked;
