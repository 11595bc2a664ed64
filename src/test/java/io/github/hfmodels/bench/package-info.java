/**
 * Measurements, run by hand with {@code mvn verify -Pbench}: nothing here fails on a slow machine. What is measured runs in a
 * process of its own, so that the Hub's memory and time do not count for it.
 */
@NullMarked
package io.github.hfmodels.bench;

import org.jspecify.annotations.NullMarked;
