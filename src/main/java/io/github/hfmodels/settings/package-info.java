/**
 * What a build's settings say about the way to the Hub: goals' parameters, the servers and proxies of settings.xml, and the
 * environment where these are silent. Called by the mojos.
 */
@NullMarked
package io.github.hfmodels.settings;

import org.jspecify.annotations.NullMarked;
