/**
 * Which files of a listing are wanted: include and exclude patterns, and what comes close where nothing matches. Pure functions of
 * names; called by the planning of a prefetch and by the presets, calls nobody.
 */
@NullMarked
package io.github.hfmodels.selection;

import org.jspecify.annotations.NullMarked;
