/**
 * Verifies contents on the disk: what models need in the cache and in output directories, or everything in the cache. That
 * makes no request and writes nothing but the note of what was verified, which is outside of the cache. Repairs what it has found.
 */
@NullMarked
package io.github.hfmodels.verify;

import org.jspecify.annotations.NullMarked;
