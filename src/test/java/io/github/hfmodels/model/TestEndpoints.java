package io.github.hfmodels.model;

import java.net.URI;
import java.util.List;

/** Endpoints in tests that configure those of one source. */
public final class TestEndpoints {

    private TestEndpoints() {}

    /** Of the Hub; ModelScope has none. */
    public static SourceEndpoints ofHub(List<URI> addresses) {
        return source -> source == SourceId.HUGGING_FACE ? addresses : List.of();
    }

    /** Of the Hub; ModelScope has none. */
    public static SourceEndpoints ofHub(URI address) {
        return ofHub(List.of(address));
    }
}
