package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.model.Digest;
import java.net.URI;

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

    /** The same content, for which caches between here and the server must ask the server again. */
    ExpectedContent bypassingCaches() {
        return new ExpectedContent(request.bypassingCaches(), digest, size);
    }
}
