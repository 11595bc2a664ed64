/**
 * huggingface_hub's cache on disk: where things are, what is there, and putting things there so that nothing unfinished
 * is ever visible. Called by the planning and the carrying out of a prefetch; knows neither HTTP nor Maven.
 */
@NullMarked
package io.github.hfmodels.cache;

import org.jspecify.annotations.NullMarked;
