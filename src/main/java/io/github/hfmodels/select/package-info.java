/**
 * Which files of a listing are wanted: include and exclude patterns. Pure functions of names; called by the planning of a
 * prefetch, calls nobody.
 */
@NullMarked
package io.github.hfmodels.select;

import org.jspecify.annotations.NullMarked;
