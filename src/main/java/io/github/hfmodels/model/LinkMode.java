package io.github.hfmodels.model;

/** How a file gets from the cache into an output directory. */
public enum LinkMode {
    /** An independent copy. */
    COPY,
    /** A second name for the cache's file: no space, no time, and changing it changes the cache. */
    HARD,
    /** A link to the cache's file. */
    SYMBOLIC
}
