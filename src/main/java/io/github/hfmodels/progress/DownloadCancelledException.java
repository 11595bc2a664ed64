package io.github.hfmodels.progress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whoever watches a download wants no more of it. */
public final class DownloadCancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause how the watcher said so; null when that does not matter */
    public DownloadCancelledException(@Nullable Throwable cause) {
        super("the download was cancelled", cause);
    }
}
