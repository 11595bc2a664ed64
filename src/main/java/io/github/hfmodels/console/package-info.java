/**
 * What users read of plans, of downloads and of hashing: lines for the console, JSON for programs. Turns results into text and decides
 * nothing; called by the mojos.
 */
@NullMarked
package io.github.hfmodels.console;

import org.jspecify.annotations.NullMarked;
