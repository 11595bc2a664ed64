/**
 * One HTTP request and its answer: addresses, headers and credentials, redirects followed by our own rules, and the limits
 * that a server sets to all requests. Called by the transfers and by the sources of models.
 */
@NullMarked
package io.github.hfmodels.http;

import org.jspecify.annotations.NullMarked;
