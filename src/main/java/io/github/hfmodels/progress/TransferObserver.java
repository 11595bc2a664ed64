package io.github.hfmodels.progress;

/**
 * Is told how much of one content is there. Several threads call it at once, about as often as there are blocks of 64 to
 * 256 KiB, so it must be quick.
 */
public interface TransferObserver {

    /** Looks away. */
    TransferObserver NONE = new TransferObserver() {
        @Override
        public void resumed(long bytes) {
            // Nobody wants to know, as below.
        }

        @Override
        public void received(long bytes) {
            // As above.
        }

        @Override
        public void lost(long bytes) {
            // As above.
        }
    };

    /** So many bytes are there from an earlier build. */
    void resumed(long bytes);

    /**
     * So many bytes more have been received.
     *
     * @throws DownloadCancelledException when they are to be the last
     */
    void received(long bytes) throws DownloadCancelledException;

    /** So many bytes that were told of must be fetched again. */
    void lost(long bytes);
}
