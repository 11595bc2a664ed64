/**
 * The interface of sources of models: what a source offers, how it fails, and the registry that creates sources on demand.
 * Planning and downloading call it; the goals say which sources there are. Each implementation is a package below this one.
 */
@NullMarked
package io.github.hfmodels.source;

import org.jspecify.annotations.NullMarked;
