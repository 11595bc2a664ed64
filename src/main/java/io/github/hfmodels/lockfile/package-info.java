/**
 * The lock file, which is kept in version control: for each model of a project the commit and the files with their hashes. Reads and
 * writes it, without a request. Planning follows it, and the goals lock and update write it.
 */
@NullMarked
package io.github.hfmodels.lockfile;

import org.jspecify.annotations.NullMarked;
