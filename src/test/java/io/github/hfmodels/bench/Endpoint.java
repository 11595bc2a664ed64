package io.github.hfmodels.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where programs find a Hub.
 *
 * @param url without a slash at its end
 * @param authority whom they have to trust for it; null without TLS
 */
record Endpoint(String url, @Nullable CertificateAuthority authority) {

    /** What a JVM needs to trust it. */
    List<String> javaOptions() {
        return authority == null ? List.of() : authority.javaOptions();
    }
}
