/**
 * What is asked for of a repository: include and exclude patterns, presets with their options, and companions in other repositories;
 * and which names are close to one that does not exist. Values and pure functions: nothing here reads a file or sends a request.
 */
@NullMarked
package io.github.hfmodels.selection;

import org.jspecify.annotations.NullMarked;
