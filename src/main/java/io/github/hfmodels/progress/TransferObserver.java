package io.github.hfmodels.progress;

/**
 * Is notified of how much of one content is present. Several threads call it at once, for each block of 64 to 256 KiB, so it must be quick.
 */
public interface TransferObserver {

    /** Ignores everything. */
    TransferObserver NONE = new TransferObserver() {};

    /** The content is about to be requested from its source; may be called again. */
    default void requested() {}

    /** This many bytes are present from an earlier build. */
    default void resumed(long bytes) {}

    /**
     * This many more bytes have been received.
     *
     * @throws DownloadCancelledException when the download must stop
     */
    default void received(long bytes) throws DownloadCancelledException {}

    /** This many of the bytes that were present must be downloaded again. */
    default void lost(long bytes) {}
}
