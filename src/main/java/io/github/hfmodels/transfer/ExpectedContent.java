package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.model.Digest;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;

/**
 * A content as the listing describes it.
 *
 * @param request asks for all of it
 * @param digest its digest
 * @param size its length in bytes
 * @param check what every answer of the server must pass
 */
record ExpectedContent(HttpRequest request, Digest digest, long size, HeadCheck check) {

    /** A content that any answer may have. */
    ExpectedContent(HttpRequest request, Digest digest, long size) {
        this(request, digest, size, HeadCheck.NONE);
    }

    URI address() {
        return request.address();
    }

    /** Whether the content is the expected one by its computed digest; by an ETag, any is. */
    boolean isMetBy(MessageDigest computation) {
        return !digest.isHash() || digest.matches(computation);
    }

    /** The same content, for which caches between here and the server must ask the server again. */
    ExpectedContent bypassingCaches() {
        return new ExpectedContent(request.bypassingCaches(), digest, size, check);
    }

    /** The same reader, of answers that pass the check. */
    <T> HttpResponse.Reader<T> checked(HttpResponse.Reader<T> reader) {
        return new HttpResponse.Reader<>() {
            @Override
            public T read(HttpResponse response) throws IOException {
                check.check(response.address(), response.head());
                return reader.read(response);
            }

            @Override
            public void redirected(URI address, ResponseHead head) throws IOException {
                check.check(address, head);
            }
        };
    }
}
