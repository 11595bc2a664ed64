/**
 * The nouns: repository id, revision, commit, listed file, digest. Records that check themselves, and exceptions for what is wrong.
 * Every other package may use them; they use only the JDK.
 */
@NullMarked
package io.github.hfmodels.model;

import org.jspecify.annotations.NullMarked;
