/**
 * A forwarding HTTP proxy of our own for tests: it really passes requests on, in both forms that proxies know, and notes
 * what passed. {@link io.github.hfmodels.testproxy.TestProxy} is the way in. {@link io.github.hfmodels.testproxy.Dfdaemon} is a
 * reverse proxy that shares contents with others of its kind. Uses nothing but the JDK.
 */
@NullMarked
package io.github.hfmodels.testproxy;

import org.jspecify.annotations.NullMarked;
