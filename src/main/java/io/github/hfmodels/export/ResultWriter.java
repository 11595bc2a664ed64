package io.github.hfmodels.export;

import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.IOException;

/** A way to tell others what a prefetch made ready. */
@FunctionalInterface
public interface ResultWriter {

    /** @throws IOException when it cannot be written; the message says what, where and what to check */
    void write(PrefetchResult result) throws IOException;
}
