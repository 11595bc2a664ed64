/**
 * The lock: which commit and which files with which hashes the models of a project are at, in a file that is kept in version control.
 * Reads, checks and writes it; asks nobody. Called by the planning, which follows it, and by the goals that write it.
 */
@NullMarked
package io.github.hfmodels.lockfile;

import org.jspecify.annotations.NullMarked;
