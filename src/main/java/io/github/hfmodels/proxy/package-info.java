/**
 * Which proxy a request uses: the proxies of the environment and of the JVM, and the responses that proxies give instead of
 * servers. Depends neither on Maven nor on HttpClient. The settings, the HTTP requests and the sources' explanations of failures
 * use it.
 */
@NullMarked
package io.github.hfmodels.proxy;

import org.jspecify.annotations.NullMarked;
