/**
 * The events of downloads, as interfaces between the code that downloads and the console.
 */
@NullMarked
package io.github.hfmodels.progress;

import org.jspecify.annotations.NullMarked;
