package io.github.hfmodels.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows downloads to whoever watches the build. Implementations are thread-safe. */
public interface DownloadDisplay {

    /** Shows nothing. */
    DownloadDisplay NONE = of(List.of());

    /** One download while it is shown. */
    interface Transfer extends TransferObserver {

        /**
         * Nothing more will come; called once.
         *
         * @param failure why not all of it has come; null when it has
         */
        void ended(@Nullable Exception failure);
    }

    /** Called before the first of several downloads starts. */
    void planned(List<Download> downloads);

    /** A download begins: one of those that were planned or, seldom, one of a content that was there and has vanished. */
    Transfer started(Download download);

    /** A download that was planned will not start: somebody else has brought the content, or it is of no use any more. */
    void skipped(Download download);

    /** All downloads that were planned have ended, or will not start any more. */
    void finished();

    /** Shows everything in several ways. */
    static DownloadDisplay of(List<DownloadDisplay> displays) {
        return displays.size() == 1 ? displays.get(0) : new SeveralDisplays(displays);
    }
}
