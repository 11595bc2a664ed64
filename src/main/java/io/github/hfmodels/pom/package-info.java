/**
 * What a POM says of models: reads it as it is written, understands it as requests, and refuses what makes no sense. Knows Maven;
 * called by the mojos.
 */
@NullMarked
package io.github.hfmodels.pom;

import org.jspecify.annotations.NullMarked;
