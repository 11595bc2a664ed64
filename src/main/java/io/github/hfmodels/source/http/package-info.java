/**
 * What sources have in common whose models are on HTTP servers: how an endpoint is used, their JSON, their lists of files, where they
 * may redirect, and why a server did not give what was asked for.
 */
@NullMarked
package io.github.hfmodels.source.http;

import org.jspecify.annotations.NullMarked;
