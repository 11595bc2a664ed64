package io.github.hfmodels.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows downloads to the user. Implementations are thread-safe, and override only what they show. */
public interface DownloadDisplay {

    /** Shows nothing. */
    DownloadDisplay NONE = new DownloadDisplay() {};

    /** One download while it is shown. */
    interface Transfer extends TransferObserver {

        /**
         * The download has ended; called once.
         *
         * @param failure why it failed; null when it succeeded
         */
        default void ended(@Nullable Exception failure) {}
    }

    /** Called before the first of several downloads starts. */
    default void planned(List<Download> downloads) {}

    /** A download starts. It was planned, unless it is of a content that was in the cache and has vanished since. */
    default Transfer started(Download download) {
        return new Transfer() {};
    }

    /** A planned download will not start: another process has downloaded the content, or nobody needs it any more. */
    default void skipped(Download download) {}

    /** All planned downloads have ended, or will not start any more. */
    default void finished() {}
}
