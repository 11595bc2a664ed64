package io.github.hfmodels.progress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An observer of a download has cancelled it. */
public final class DownloadCancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause how the observer did that; null when it does not matter */
    public DownloadCancelledException(@Nullable Throwable cause) {
        super("the download was cancelled", cause);
    }
}
