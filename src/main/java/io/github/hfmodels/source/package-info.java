/**
 * The interface of sources of models: what a source offers, how it fails, the registry that creates sources on
 * demand, and what makes one source of several endpoints.
 * Planning and downloading call it; the goals say which sources there are. Each implementation is a package below this one.
 */
@NullMarked
package io.github.hfmodels.source;

import org.jspecify.annotations.NullMarked;
