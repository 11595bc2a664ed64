package io.github.hfmodels.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows downloads to the user. Implementations are thread-safe; what does not interest them they leave out. */
public interface DownloadDisplay {

    /** Shows nothing. */
    DownloadDisplay NONE = new DownloadDisplay() {};

    /** One download while it is shown. */
    interface Transfer extends TransferObserver {

        /**
         * Nothing more will come; called once.
         *
         * @param failure why not everything has come; null when it has
         */
        default void ended(@Nullable Exception failure) {}
    }

    /** Called before the first of several downloads starts. */
    default void planned(List<Download> downloads) {}

    /** A download starts: one of those that were planned or, rarely, of a content that was there and has vanished. */
    default Transfer started(Download download) {
        return new Transfer() {};
    }

    /** A planned download will not start: another process has downloaded the content, or nobody needs it any more. */
    default void skipped(Download download) {}

    /** All planned downloads have ended, or will not start any more. */
    default void finished() {}
}
