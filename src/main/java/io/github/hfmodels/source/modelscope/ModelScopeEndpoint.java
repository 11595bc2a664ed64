package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.Credentials;
import java.net.URI;

/**
 * A server that speaks ModelScope's protocol, and how to use it.
 *
 * @param address its base address
 * @param credentials are sent with each request to its server, and to no other. A token in the header {@code Authorization} is sent as
 *     the cookie of a login too, which older servers want; the caller need not add it
 * @param strict whether a content must come from its server, rather than from one to which it redirects
 * @param dragonfly whether contents are asked for with the headers of Dragonfly
 */
public record ModelScopeEndpoint(URI address, Credentials credentials, boolean strict, boolean dragonfly) {}
