/**
 * Where models come from, behind an interface: listing a repository and fetching its files, and how that fails. Called by
 * planning and downloading; an implementation is a package below this one.
 */
@NullMarked
package io.github.hfmodels.source;

import org.jspecify.annotations.NullMarked;
