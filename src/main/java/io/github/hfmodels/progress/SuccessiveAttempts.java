package io.github.hfmodels.progress;

import java.util.concurrent.atomic.AtomicLong;

/** Passes on the progress of one attempt after the other to fetch a content; the next one begins anew with what it finds. Thread-safe. */
public final class SuccessiveAttempts implements TransferObserver {

    private final TransferObserver observer;
    private final AtomicLong present = new AtomicLong();

    public SuccessiveAttempts(TransferObserver observer) {
        this.observer = observer;
    }

    /** Called before each attempt. */
    public void begin() {
        long bytes = present.getAndSet(0);
        if (bytes > 0) {
            observer.lost(bytes);
        }
    }

    @Override
    public void resumed(long bytes) {
        present.addAndGet(bytes);
        observer.resumed(bytes);
    }

    @Override
    public void received(long bytes) throws DownloadCancelledException {
        present.addAndGet(bytes);
        observer.received(bytes);
    }

    @Override
    public void lost(long bytes) {
        present.addAndGet(-bytes);
        observer.lost(bytes);
    }
}
