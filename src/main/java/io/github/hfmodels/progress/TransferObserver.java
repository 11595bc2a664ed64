package io.github.hfmodels.progress;

/**
 * Is told how much of one content is there. Several threads call it at once, once for each block of 64 to 256 KiB, so it must be
 * quick.
 */
public interface TransferObserver {

    /** Ignores everything. */
    TransferObserver NONE = new TransferObserver() {};

    /** So many bytes are there from an earlier build. */
    default void resumed(long bytes) {}

    /**
     * So many more bytes have been received.
     *
     * @throws DownloadCancelledException when the download must stop
     */
    default void received(long bytes) throws DownloadCancelledException {}

    /** So many of the bytes that were received must be fetched again. */
    default void lost(long bytes) {}
}
