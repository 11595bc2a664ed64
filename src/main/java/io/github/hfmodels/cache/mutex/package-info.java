/**
 * Mutual exclusion on files between threads and processes, Python's among them. {@link
 * io.github.hfmodels.cache.mutex.FileMutex} is what the cache and downloads use. It knows no layout: the cache says which file stands for what.
 */
@NullMarked
package io.github.hfmodels.cache.mutex;

import org.jspecify.annotations.NullMarked;
