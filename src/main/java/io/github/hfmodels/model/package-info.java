/**
 * The nouns: repository id, revision, commit, listed file, digest. Records that check themselves, and exceptions for what is wrong.
 * Every other package may use them; they use only the JDK.
 *
 * <p>Records by which a download looks things up have {@code equals} and {@code hashCode} of their own: those of the language are linked
 * when they are first called, which takes some 0.1 s of a build in all.
 */
@NullMarked
package io.github.hfmodels.model;

import org.jspecify.annotations.NullMarked;
