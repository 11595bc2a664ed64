/**
 * Reads and writes the JSON of the files that builds keep, such as listings, the lock file and the manifest, so that a build which
 * finds everything in the cache loads no JSON library. What servers say is read by Jackson, and bills of materials are written by it.
 */
@NullMarked
package io.github.hfmodels.json;

import org.jspecify.annotations.NullMarked;
