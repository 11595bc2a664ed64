/**
 * What the rules of all presets look at: a repository's folders, its small JSON files, its tokenizer's files, and what was chosen
 * so far. Called by the rules.
 */
@NullMarked
package io.github.hfmodels.preset.repo;

import org.jspecify.annotations.NullMarked;
