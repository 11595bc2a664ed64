/**
 * Measurements, run by hand with {@code mvn verify -Pbench}: nothing here fails on a slow machine. The Hub and the measured
 * build run in processes of their own, so that neither's memory or time counts for the other's.
 */
@NullMarked
package io.github.hfmodels.bench;

import org.jspecify.annotations.NullMarked;
