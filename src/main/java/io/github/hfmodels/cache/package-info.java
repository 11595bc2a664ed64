/**
 * huggingface_hub's cache on disk, and that of ModelScope: where things are, what is there, and writing so that nothing unfinished is ever
 * visible.
 * Knows neither HTTP nor Maven.
 */
@NullMarked
package io.github.hfmodels.cache;

import org.jspecify.annotations.NullMarked;
