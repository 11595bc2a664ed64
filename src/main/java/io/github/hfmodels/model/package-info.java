/**
 * The nouns: repository id, revision, commit, listed file, digest. Records without behaviour beyond checking themselves;
 * every other package may use them, and they use nothing but the JDK.
 */
@NullMarked
package io.github.hfmodels.model;

import org.jspecify.annotations.NullMarked;
