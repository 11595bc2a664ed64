/**
 * Shows downloads as Maven shows its own, by Maven's transfer listener. Knows Maven; made by the mojos.
 */
@NullMarked
package io.github.hfmodels.display;

import org.jspecify.annotations.NullMarked;
