/**
 * The goals, one thin class for each: turns parameters into a request, calls the engine, and turns the result into Maven's exceptions.
 * Called by Maven alone. With {@code pom}, {@code settings} and {@code console}, one of the packages that know Maven.
 */
@NullMarked
package io.github.hfmodels.mojo;

import org.jspecify.annotations.NullMarked;
