/**
 * One HTTP request and its response: addresses, headers and credentials, redirects that are followed by our own rules, and the
 * limits that a server sets for all requests. Transfers and sources of models send requests; the settings say how, and with which credentials.
 */
@NullMarked
package io.github.hfmodels.http;

import org.jspecify.annotations.NullMarked;
