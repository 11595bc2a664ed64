/**
 * What users read of plans and of downloads: lines for the console, JSON for programs. Turns results into text and decides
 * nothing; called by the mojos.
 */
@NullMarked
package io.github.hfmodels.console;

import org.jspecify.annotations.NullMarked;
