/** What is known of the models of a build, as a page for people and as JSON for programs. */
@NullMarked
package io.github.hfmodels.report;

import org.jspecify.annotations.NullMarked;
