package io.github.hfmodels.source.http;

import io.github.hfmodels.http.Credentials;
import java.net.URI;

/**
 * A server that speaks the protocol of a source, and how to use it.
 *
 * @param address its base address
 * @param credentials are sent with each request to its server, and to no other
 * @param strict whether a content must come from its server, rather than from one to which it redirects
 * @param dragonfly whether contents are asked for with the headers of Dragonfly
 */
public record SourceEndpoint(URI address, Credentials credentials, boolean strict, boolean dragonfly) {}
