package io.github.hfmodels.testhub;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes answers one after the other to a connection. */
final class ResponseWriter {
    private static final int BUFFER_SIZE = 1 << 14;

    private final OutputStream out;

    ResponseWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_SIZE);
    }

    void write(Response response, boolean headOnly, RequestLog.Exchange exchange) throws IOException {
        exchange.answered(response.status());
        writeHead(response);
        if (!headOnly) {
            writeBody(response, exchange);
        }
        out.flush();
    }

    private void writeHead(Response response) throws IOException {
        BodyFault fault = response.fault();
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(response.status())
                .append(' ')
                .append(Response.reason(response.status()))
                .append("\r\n");
        switch (fault.encoding()) {
            case LENGTH -> {
                if (!response.headers().contains("Content-Length")) {
                    head.append("Content-Length: ")
                            .append(response.length() + fault.extra())
                            .append("\r\n");
                }
            }
            case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n");
            case GZIP -> head.append("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n");
        }
        response.headers()
                .fields()
                .forEach(field -> head.append(field.name())
                        .append(": ")
                        .append(field.value())
                        .append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void writeBody(Response response, RequestLog.Exchange exchange) throws IOException {
        switch (response.fault().encoding()) {
            case LENGTH -> new BodyWriter(out, response, exchange).write();
            case CHUNKED -> {
                OutputStream chunks = new ChunkedOutput(out);
                new BodyWriter(chunks, response, exchange).write();
                chunks.close();
            }
            case GZIP -> {
                OutputStream gzip = new GZIPOutputStream(new ChunkedOutput(out), BUFFER_SIZE, true);
                new BodyWriter(gzip, response, exchange).write();
                gzip.close();
            }
        }
    }
}
