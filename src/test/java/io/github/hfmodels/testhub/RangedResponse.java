package io.github.hfmodels.testhub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers a request for a content, whole or in one range as the request asks. */
final class RangedResponse {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private RangedResponse() {}

    static Response of(Request request, Content content, String quotedEtag) {
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
        boolean suffix = matcher.group(1).isEmpty();
        long first = suffix ? Math.max(0, size - Long.parseLong(matcher.group(2))) : Long.parseLong(matcher.group(1));
        long last =
                suffix || matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
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
