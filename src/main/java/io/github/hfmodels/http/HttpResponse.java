package io.github.hfmodels.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A successful response while its body is read.
 *
 * @param head status and headers
 * @param address the address that sent it, after redirects
 * @param length the body's length in bytes as the server announced it; -1 when it did not, or when the body was encoded
 * @param body the body, decoded
 */
public record HttpResponse(ResponseHead head, URI address, long length, InputStream body) {

    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** Whether the server says that this is a web page, as the login pages of proxies are. */
    public boolean isWebPage() {
        return header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .isPresent();
    }

    /** Turns a response into a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(HttpResponse response) throws IOException;

        /**
         * Is called before a redirect is followed.
         *
         * @param address the address that redirects
         * @throws IOException when it must not be followed
         */
        default void redirected(URI address, ResponseHead head) throws IOException {
            // Mostly there is nothing to see.
        }
    }
}
