/**
 * What sources have in common whose models are on HTTP servers: their JSON, their lists of files, where they may redirect, and why a
 * server did not give what was asked for.
 */
@NullMarked
package io.github.hfmodels.source.http;

import org.jspecify.annotations.NullMarked;
