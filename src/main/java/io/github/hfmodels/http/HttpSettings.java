package io.github.hfmodels.http;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to a server.
 *
 * @param endpoint the server's base address; the authorization is sent to its scheme, host and port alone
 * @param authorization the credential; null sends none
 * @param userAgent the header of that name
 * @param maxConnections connections open at once, over all files
 * @param connectTimeout how long connecting may take
 * @param answerTimeout how long the answer to a question may be silent
 * @param readTimeout how long a content may be silent
 * @param retries how often a request is tried again before it has failed
 * @param maxWait how long a wait that the server asks for may be
 */
public record HttpSettings(
        URI endpoint,
        @Nullable Authorization authorization,
        String userAgent,
        int maxConnections,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration readTimeout,
        int retries,
        Duration maxWait) {}
