package io.github.hfmodels.testhub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The content network: serves what the hub signed a URL for, to anybody who has that URL, until it expires. */
public final class ContentNetwork implements Handler {
    private static final String SECRET = "test hub";

    private final String origin;
    private final Map<String, RepoEntry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger(1);

    /** @param origin its base URL */
    public ContentNetwork(String origin) {
        this.origin = origin;
    }

    /** A URL for a file's content, which anybody may use until {@link #expireSignedUrls}. */
    public String signedUrl(String path, Content content) {
        return signedUrl(new RepoEntry(path, content, "", content.size(), null, null));
    }

    String signedUrl(RepoEntry entry) {
        String path = (entry.xetHash() == null ? "/repos/" : "/xet-bridge-us/")
                + entry.content().sha256();
        entries.put(path, entry);
        String fileName = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        int expires = generation.get();
        return origin + path + "?response-content-disposition="
                + Percent.encode("inline; filename*=UTF-8''" + Percent.encode(fileName) + ";") + "&Expires=" + expires
                + "&Signature=" + signature(path, String.valueOf(expires));
    }

    /** Lets all URLs signed so far be refused. */
    public void expireSignedUrls() {
        generation.incrementAndGet();
    }

    @Override
    public Response answer(Request request) {
        Map<String, List<String>> query = request.queryParameters();
        String expires = query.getOrDefault("Expires", List.of("")).get(0);
        String signature = query.getOrDefault("Signature", List.of("")).get(0);
        if (!signature.equals(signature(request.path(), expires))) {
            return refusal("SignatureDoesNotMatch");
        }
        if (Integer.parseInt(expires) < generation.get()) {
            return refusal("AccessDenied");
        }
        RepoEntry entry = entries.get(request.path());
        if (entry == null) {
            return Response.text(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>");
        }
        return RangedResponse.of(request, entry.content(), etag(entry));
    }

    /** Only the Xet bridge names the SHA-256 here; the older storage has an opaque value. */
    private static String etag(RepoEntry entry) {
        String sha256 = entry.content().sha256();
        return entry.xetHash() == null ? "\"" + sha256.substring(0, 32) + "-2\"" : "\"" + sha256 + "\"";
    }

    private static Response refusal(String code) {
        return Response.text(403, "application/xml", "<Error><Code>" + code + "</Code></Error>");
    }

    private static String signature(String path, String expires) {
        return Digests.sha256(SECRET + path + expires).substring(0, 40);
    }
}
