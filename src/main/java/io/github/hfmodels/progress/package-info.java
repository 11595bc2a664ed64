/**
 * What downloads tell while they run, as interfaces between the transfers and the console.
 */
@NullMarked
package io.github.hfmodels.progress;

import org.jspecify.annotations.NullMarked;
