/**
 * How to reach the sources of models: parameters of goals, mirrors, servers and proxies of settings.xml, and the environment where these say nothing.
 * Called by the mojos.
 */
@NullMarked
package io.github.hfmodels.settings;

import org.jspecify.annotations.NullMarked;
