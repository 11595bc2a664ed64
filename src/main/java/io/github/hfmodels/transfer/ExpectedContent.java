package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.model.Digest;
import java.net.URI;
import java.security.MessageDigest;

/**
 * A content as the listing describes it.
 *
 * @param request asks for all of it
 * @param digest its digest
 * @param size its length in bytes
 */
record ExpectedContent(HttpRequest request, Digest digest, long size) {

    URI address() {
        return request.address();
    }

    /** Whether the content is the expected one by its computed digest; by an ETag, any is. */
    boolean isMetBy(MessageDigest computation) {
        return !digest.isHash() || digest.matches(computation);
    }

    /** The same content, for which caches between here and the server must ask the server again. */
    ExpectedContent bypassingCaches() {
        return new ExpectedContent(request.bypassingCaches(), digest, size);
    }
}
