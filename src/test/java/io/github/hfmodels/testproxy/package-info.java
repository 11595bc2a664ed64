/**
 * A forwarding HTTP proxy of our own for tests: it really passes requests on, in both forms that proxies know, and notes
 * what passed. {@link io.github.hfmodels.testproxy.TestProxy} is the way in. Uses nothing but the JDK.
 */
@NullMarked
package io.github.hfmodels.testproxy;

import org.jspecify.annotations.NullMarked;
