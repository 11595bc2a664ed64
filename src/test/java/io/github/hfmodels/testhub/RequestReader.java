package io.github.hfmodels.testhub;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads requests one after the other from a connection. */
final class RequestReader {
    private static final int MAX_LINE = 1 << 16;

    private final InputStream in;
    private final RecordedRequest.Server server;

    RequestReader(InputStream in, RecordedRequest.Server server) {
        this.in = new BufferedInputStream(in);
        this.server = server;
    }

    /** Waits for the next request; empty once the client has closed the connection. */
    Optional<Request> read() throws IOException {
        Optional<String> line = readLine();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] words = line.get().split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new IOException("not a request line: " + line.get());
        }
        Headers headers = new Headers();
        for (String field = requireLine(); !field.isEmpty(); field = requireLine()) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header field: " + field);
            }
            headers.add(field.substring(0, colon), field.substring(colon + 1).trim());
        }
        byte[] body = readBody(headers);
        return Optional.of(new Request(new RecordedRequest(server, words[0], words[1], headers, 0, 0), body));
    }

    private byte[] readBody(Headers headers) throws IOException {
        if (headers.first("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return readChunks();
        }
        int length = headers.first("Content-Length").map(Integer::parseInt).orElse(0);
        return readFully(length);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(readFully(size));
            requireLine();
        }
        while (!requireLine().isEmpty()) {
            // Trailers mean nothing here.
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(requireLine().split(";")[0].trim(), 16);
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("request body ends early");
        }
        return bytes;
    }

    private String requireLine() throws IOException {
        return readLine().orElseThrow(() -> new EOFException("request ends early"));
    }

    private Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (line.size() == MAX_LINE) {
                throw new IOException("line too long");
            }
            line.write(b);
            b = in.read();
        }
        if (b < 0 && line.size() == 0) {
            return Optional.empty();
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }
}
