/**
 * The log. It is one of the three ways in which text of this plugin reaches the console, beside the exceptions of goals and Maven's
 * transfer listener; every package may use it, and no other uses SLF4J.
 */
@NullMarked
package io.github.hfmodels.log;

import org.jspecify.annotations.NullMarked;
