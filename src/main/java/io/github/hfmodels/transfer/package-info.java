/**
 * Moving bytes: HTTP requests with redirects followed by our own rules, and contents that are hashed while they are
 * written. Called by the sources of models; the only place that knows Apache HttpClient.
 */
@NullMarked
package io.github.hfmodels.transfer;

import org.jspecify.annotations.NullMarked;
