/**
 * Which way requests take: the proxies of the environment and of the Java machine, and what proxies answer instead of
 * servers. Knows nothing of Maven or of HttpClient. Called by the mojos, and by those who make requests or explain why they
 * failed.
 */
@NullMarked
package io.github.hfmodels.proxy;

import org.jspecify.annotations.NullMarked;
