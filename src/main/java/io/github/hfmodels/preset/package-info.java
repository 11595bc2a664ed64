/**
 * Which files of a repository a runtime really loads, told from the listing and the repository's own small files. Knows the
 * runtimes' rules and nothing of where files come from; called by the planning.
 */
@NullMarked
package io.github.hfmodels.preset;

import org.jspecify.annotations.NullMarked;
