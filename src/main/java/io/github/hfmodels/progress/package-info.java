/**
 * Between those who bring bytes and those who show it: what is told of downloads while they go on. Interfaces that say
 * nothing of how it is shown; called by the transfers and by whoever starts them.
 */
@NullMarked
package io.github.hfmodels.progress;

import org.jspecify.annotations.NullMarked;
