/**
 * Maven's side: one thin class per goal, the reading of the POM's elements, and Maven's settings turned into requests. Called
 * by Maven alone; the only place that knows Maven.
 */
@NullMarked
package io.github.hfmodels.mojo;

import org.jspecify.annotations.NullMarked;
