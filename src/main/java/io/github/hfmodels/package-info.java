/** Base package of the plugin; all code lives in the packages below it. */
@NullMarked
package io.github.hfmodels;

import org.jspecify.annotations.NullMarked;
