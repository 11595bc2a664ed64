/**
 * What may be between a client and a Hub. {@link io.github.hfmodels.testproxy.TestProxy} is a forwarding HTTP proxy of our own: it
 * really passes requests on, in both forms that proxies know, and notes what passed. {@link
 * io.github.hfmodels.testproxy.Dfdaemon} is a reverse proxy that shares contents with others of its kind. {@link
 * io.github.hfmodels.testproxy.RealServer} starts programs that others have written. Uses nothing but the JDK.
 */
@NullMarked
package io.github.hfmodels.testproxy;

import org.jspecify.annotations.NullMarked;
