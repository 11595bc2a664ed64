package io.github.hfmodels.prefetch;

import java.util.Locale;

/** What the builds at each server are about, in the order in which they are made; a column of the matrix of servers. */
enum Situation {
    /** All files, with an empty cache. */
    COLD,
    /** The same again. */
    WARM,
    /** The same after the revision has moved. */
    MOVED,
    /** A file by its name, with an empty cache. */
    ONE_FILE,
    /** A lock is written, and is the one that the Hub's own answers give. */
    LOCK,
    /** All files of a lock, with an empty cache. */
    LOCKED,
    /** A private model, for somebody who may read it. */
    PRIVATE,
    /** The same for a stranger, after it was read by way of the same server. */
    STRANGER,
    /** A gated model, for a stranger. */
    GATED,
    /** A gated model, for somebody who may read it. */
    ADMITTED,
    /** A large file after a build that was ended on the way. */
    RESUMED,
    /** A large file of which the connection breaks off. */
    BROKEN_OFF,
    /** Two builds at the same time, each with an empty cache of its own. */
    TWO_AT_ONCE,
    DATA_SET,
    /** A model without files. */
    EMPTY,
    /** A model that does not exist. */
    ABSENT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
