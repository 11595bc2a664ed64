package io.github.hfmodels.http;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** A request and its response, whose headers have been read. */
final class Exchange implements Closeable {

    private static final Log LOG = Log.of(Exchange.class);
    private static final int TEXT_BYTES = 4_096;

    /** How long a text may take that explains a failure. */
    private static final Duration TEXT_TIME = Duration.ofSeconds(5);

    /** A short text beside a redirect is mostly there with the headers; waiting longer for it than for a new connection does not pay. */
    private static final Duration UNUSED_TEXT_TIME = Duration.ofSeconds(1);

    /** The response to an API call is small. Over a slow line it may take longer than its headers. */
    private static final int API_TIMEOUTS = 10;

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final ExchangeDeadline deadline;

    Exchange(HttpUriRequestBase request, ClassicHttpResponse response, ExchangeDeadline deadline) {
        this.request = request;
        this.response = response;
        this.deadline = deadline;
    }

    ResponseHead head() {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            // Of two servers behind each other both may add the same header.
            headers.merge(
                    header.getName(), header.getValue(), (one, other) -> one.equals(other) ? one : one + ", " + other);
        }
        return new ResponseHead(response.getCode(), headers);
    }

    /** The values of the headers of that name, one by one. */
    void forEachHeader(String name, Consumer<String> action) {
        for (Header header : response.getHeaders(name)) {
            action.accept(header.getValue());
        }
    }

    /**
     * The response as a success.
     *
     * @param address the address that sent it
     * @param silence how long the server may be silent
     */
    HttpResponse success(URI address, ResponseHead head, HttpRequest.Purpose purpose, Duration silence)
            throws IOException {
        deadline.receive(silence);
        if (purpose == HttpRequest.Purpose.API) {
            deadline.allowResponse(silence.multipliedBy(API_TIMEOUTS));
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new HttpResponse(head, address, 0, InputStream.nullInputStream());
        }
        String encoding =
                head.header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" ->
                new HttpResponse(
                        head, address, entity.getContentLength(), ResponseBody.of(entity.getContent(), deadline));
            // Some servers compress in spite of Accept-Encoding.
            case "gzip", "x-gzip" ->
                new HttpResponse(head, address, -1, ResponseBody.ofGzip(entity.getContent(), deadline));
            default ->
                throw TransferException.permanent(Addresses.printable(address)
                        + " answered in an encoding that was not asked for: " + Printable.of(encoding));
        };
    }

    /** Leaves the body. A connection can be used again once the body is read; for a long or a slow one that does not pay. */
    void skipBody() {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() >= 0 && entity.getContentLength() <= TEXT_BYTES) {
            deadline.allowText(UNUSED_TEXT_TIME);
            EntityUtils.consumeQuietly(entity);
        }
    }

    /**
     * The beginning of the text that explains a status, as far as it arrives.
     *
     * @param silence how long the server may be silent
     */
    String text(Duration silence) {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        deadline.allowText(silence.compareTo(TEXT_TIME) < 0 ? silence : TEXT_TIME);
        var text = new ByteArrayOutputStream();
        try {
            // Not closed here, since that waits for the rest. Closing the exchange closes the connection instead.
            InputStream body = entity.getContent();
            byte[] buffer = new byte[TEXT_BYTES];
            for (int count = 0; count >= 0 && text.size() < TEXT_BYTES; count = body.read(buffer)) {
                text.write(buffer, 0, Math.min(count, TEXT_BYTES - text.size()));
            }
        } catch (IOException e) {
            LOG.debug("The text of a response is incomplete", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Does not wait for the rest of the body, which closing the response alone would do. */
    @Override
    public void close() {
        deadline.end();
        // If the body was read to its end, the connection is in the pool again, and this does not close it.
        request.cancel();
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("A response was not read to its end: {}", e.toString());
        }
    }
}
