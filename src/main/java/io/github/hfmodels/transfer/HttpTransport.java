package io.github.hfmodels.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * GET requests. Redirects are followed here rather than by HttpClient, because the credential must go to the endpoint's
 * origin alone, encryption must not be given up on the way, and loops must be told from long ways. Thread-safe.
 */
public final class HttpTransport implements Closeable {

    /** What a request is for, which decides how long it may be silent. */
    public enum Purpose {
        QUESTION,
        CONTENT
    }

    private static final int MOST_REDIRECTS = 10;
    private static final int ERROR_TEXT_BYTES = 4_096;

    private final TransferSettings settings;
    private final Origin endpoint;
    private final CloseableHttpClient client;
    private final AtomicInteger requests = new AtomicInteger();

    /** @throws IllegalArgumentException when the endpoint is not an HTTP address */
    public HttpTransport(TransferSettings settings) {
        this.settings = settings;
        this.endpoint = Origin.of(settings.endpoint());
        this.client = HttpClients.create(settings);
    }

    /**
     * Asks for an address, following redirects, and reads the answer.
     *
     * @throws HttpStatusException when the server's last answer is not a success
     * @throws TransferException when a redirect leads where it must not
     * @throws IOException when the server cannot be reached, or breaks off
     */
    public <T> T get(URI address, Purpose purpose, Answer.Reader<T> reader) throws IOException {
        requests.incrementAndGet();
        URI current = address;
        var visited = new HashSet<URI>();
        while (visited.add(current)) {
            if (visited.size() > MOST_REDIRECTS + 1) {
                throw new TransferException(Addresses.printable(address) + " redirects more than " + MOST_REDIRECTS
                        + " times, lastly to " + Addresses.printable(current));
            }
            try (ClassicHttpResponse response = send(current, purpose)) {
                int status = response.getCode();
                if (isRedirect(status) && response.containsHeader("Location")) {
                    URI target =
                            target(current, response.getFirstHeader("Location").getValue());
                    EntityUtils.consumeQuietly(response.getEntity());
                    current = target;
                } else if (status == 200) {
                    return reader.read(answer(current, response));
                } else {
                    throw failure(current, response);
                }
            }
        }
        throw new TransferException(
                Addresses.printable(address) + " redirects in a circle, back to " + Addresses.printable(current));
    }

    /** The base address of the server, as configured. */
    public URI endpoint() {
        return settings.endpoint();
    }

    /** Where the credential comes from that is sent to the endpoint; null when none is sent. */
    public @Nullable String credentialOrigin() {
        Authorization authorization = settings.authorization();
        return authorization == null || !mayCarrySecrets(endpoint) ? null : authorization.origin();
    }

    /** What was asked for so far, questions and contents; the redirects on the way to one do not count. */
    public int requestCount() {
        return requests.get();
    }

    /** Closes all connections; whatever is being read fails. */
    @Override
    public void close() throws IOException {
        client.close();
    }

    private ClassicHttpResponse send(URI address, Purpose purpose) throws IOException {
        Origin origin = Origin.of(address);
        var request = new HttpGet(address);
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(
                        Timeout.of(purpose == Purpose.QUESTION ? settings.answerTimeout() : settings.readTimeout()))
                .setConnectionRequestTimeout(Timeout.DISABLED)
                .setRedirectsEnabled(false)
                .build());
        // Lengths and ranges are those of the content only where nobody compresses it.
        request.setHeader("Accept-Encoding", "identity");
        Authorization authorization = settings.authorization();
        if (authorization != null && origin.equals(endpoint) && mayCarrySecrets(origin)) {
            request.setHeader("Authorization", authorization.headerValue());
        }
        var host = new HttpHost(origin.scheme(), address.getHost(), address.getPort());
        try {
            return client.executeOpen(host, request, null);
        } catch (NoHttpResponseException e) {
            // The server had closed a connection that was kept for reuse; nothing was answered on it.
            return client.executeOpen(host, request, null);
        }
    }

    private static boolean mayCarrySecrets(Origin origin) {
        return origin.isEncrypted() || origin.isLoopback();
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI target(URI from, String location) throws TransferException {
        try {
            URI target = from.resolve(URI.create(location.replace(" ", "%20")));
            boolean encrypted = Origin.of(target).isEncrypted();
            if (Origin.of(from).isEncrypted() && !encrypted) {
                throw new TransferException(Addresses.printable(from)
                        + " redirects from https to plain http, which is refused, at " + Addresses.printable(target));
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw new TransferException(
                    Addresses.printable(from) + " redirects to something that is no http or https address", e);
        }
    }

    private static Answer answer(URI address, ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = headers(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Answer(address, headers, 0, InputStream.nullInputStream());
        }
        String encoding = headers.getOrDefault("Content-Encoding", "identity");
        return switch (encoding) {
            case "", "identity" -> new Answer(address, headers, entity.getContentLength(), entity.getContent());
            // Some servers compress although they were asked not to.
            case "gzip", "x-gzip" -> new Answer(address, headers, -1, new GZIPInputStream(entity.getContent()));
            default ->
                throw new TransferException(
                        Addresses.printable(address) + " answered in an encoding that nobody asked for: " + encoding);
        };
    }

    private static HttpStatusException failure(URI address, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] text = entity == null ? new byte[0] : entity.getContent().readNBytes(ERROR_TEXT_BYTES);
        return new HttpStatusException(
                address, response.getCode(), headers(response), new String(text, StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
        }
        return headers;
    }
}
