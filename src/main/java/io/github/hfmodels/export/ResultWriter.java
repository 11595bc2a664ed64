package io.github.hfmodels.export;

import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.IOException;

/** Writes the result of a prefetch for later plugins or for other tools. */
@FunctionalInterface
public interface ResultWriter {

    /** @throws IOException when it cannot be written; the message says what, where and what to check */
    void write(PrefetchResult result) throws IOException;
}
