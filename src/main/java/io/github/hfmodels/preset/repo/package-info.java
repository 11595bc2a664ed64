/**
 * What the rules of all presets share: the folders of a repository, from which they take files; its JSON files; the files of
 * tokenizers; and how they tell users that a choice is not possible. Knows no preset's rules.
 */
@NullMarked
package io.github.hfmodels.preset.repo;

import org.jspecify.annotations.NullMarked;
