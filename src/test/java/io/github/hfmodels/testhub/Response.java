package io.github.hfmodels.testhub;

import java.util.Map;

/** An answer before it is written: head, a part of a content, and what shall go wrong with it. */
public final class Response {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(206, "Partial Content"),
            Map.entry(302, "Found"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private final int status;
    private final Headers headers = new Headers();
    private final Content content;
    private final long from;
    private final long length;
    private BodyFault fault = BodyFault.NONE;

    Response(int status, Content content, long from, long length) {
        this.status = status;
        this.content = content;
        this.from = from;
        this.length = length;
    }

    public static Response text(int status, String contentType, String text) {
        Content content = Content.of(text);
        return new Response(status, content, 0, content.size()).header("Content-Type", contentType);
    }

    public static Response json(int status, Object value) {
        return text(status, "application/json; charset=utf-8", Json.write(value));
    }

    /** A redirect with a text of its own, whose length must not be taken for the file's. */
    public static Response redirect(int status, String location) {
        return text(status, "text/plain; charset=utf-8", reason(status) + ". Redirecting to " + location)
                .header("Location", location);
    }

    public Response header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    Response fault(BodyFault fault) {
        this.fault = fault;
        return this;
    }

    int status() {
        return status;
    }

    static String reason(int status) {
        return REASONS.getOrDefault(status, "Status " + status);
    }

    Headers headers() {
        return headers;
    }

    Content content() {
        return content;
    }

    long from() {
        return from;
    }

    long length() {
        return length;
    }

    BodyFault fault() {
        return fault;
    }
}
