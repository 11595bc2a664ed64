package io.github.hfmodels.transfer;

import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.TransferObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of one content that are present, over all attempts, and reports them to an observer. Thread-safe. */
final class ProgressCounter {

    private final TransferObserver observer;
    private final AtomicLong present = new AtomicLong();

    ProgressCounter(TransferObserver observer) {
        this.observer = observer;
    }

    void requested() {
        observer.requested();
    }

    void resumed(long bytes) {
        present.addAndGet(bytes);
        observer.resumed(bytes);
    }

    void received(long bytes) throws DownloadCancelledException {
        present.addAndGet(bytes);
        observer.received(bytes);
    }

    void lost(long bytes) {
        present.addAndGet(-bytes);
        observer.lost(bytes);
    }

    /** The next attempt starts with no bytes. */
    void lostAll() {
        long bytes = present.getAndSet(0);
        if (bytes > 0) {
            observer.lost(bytes);
        }
    }
}
