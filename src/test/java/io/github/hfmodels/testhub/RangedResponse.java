package io.github.hfmodels.testhub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers a request for a content, whole or in one range as the request asks. */
public final class RangedResponse {
    private static final Pattern RANGE = Pattern.compile("bytes=(?:(\\d+)-(\\d*)|-(\\d+))");

    private RangedResponse() {}

    public static Response of(Request request, Content content, String quotedEtag) {
        return select(request, content, quotedEtag).header("ETag", quotedEtag).header("Accept-Ranges", "bytes");
    }

    private static Response select(Request request, Content content, String quotedEtag) {
        long size = content.size();
        String range = request.headers().get("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range.trim());
        // Several ranges, other units and a changed content all mean: send everything.
        if (!matcher.matches() || isOutdated(request.headers().get("If-Range"), quotedEtag)) {
            return new Response(200, content, 0, size).header("Content-Type", "application/octet-stream");
        }
        String suffix = matcher.group(3);
        long first = suffix == null ? Long.parseLong(matcher.group(1)) : Math.max(0, size - Long.parseLong(suffix));
        String end = suffix == null ? matcher.group(2) : "";
        long last = end.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(end));
        if (first > last) {
            return Response.text(416, "text/plain", "Range Not Satisfiable").header("Content-Range", "bytes */" + size);
        }
        return new Response(206, content, first, last - first + 1)
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", "bytes " + first + "-" + last + "/" + size);
    }

    private static boolean isOutdated(@Nullable String ifRange, String quotedEtag) {
        return ifRange != null && !ifRange.equals(quotedEtag);
    }
}
