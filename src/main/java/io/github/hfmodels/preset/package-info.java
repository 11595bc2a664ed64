/**
 * Which files of a repository a runtime loads, decided from the listing and from the repository's small files.
 * {@link io.github.hfmodels.preset.Presets} calls the rules of the preset that is asked for; rules that need no package of their own
 * are here too. Knows nothing of where files come from.
 */
@NullMarked
package io.github.hfmodels.preset;

import org.jspecify.annotations.NullMarked;
