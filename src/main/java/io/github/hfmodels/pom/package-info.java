/**
 * The plugin's configuration in POMs: reads the models, turns them into requests and refuses mistakes; knows the modules of the
 * reactor and where lock files are. Uses Maven; called by the goals.
 */
@NullMarked
package io.github.hfmodels.pom;

import org.jspecify.annotations.NullMarked;
