/**
 * The lock file, which is kept in version control: for each model of a project the commit and the files with their hashes. Reads and
 * writes it, without a request. Used by planning, which follows it, and by the goals lock and update, which write it.
 */
@NullMarked
package io.github.hfmodels.lockfile;

import org.jspecify.annotations.NullMarked;
