package io.github.hfmodels.progress;

import java.util.concurrent.atomic.AtomicLong;

/** The attempts to fetch one content, one after the other; the next one begins anew with what it finds. */
public final class SuccessiveAttempts {

    private final TransferObserver observer;
    private final Runnable onRequest;
    private final AtomicLong present = new AtomicLong();

    /** @param observer is notified of all attempts as of one */
    public SuccessiveAttempts(TransferObserver observer) {
        this(observer, () -> {});
    }

    /** @param onRequest also runs when the observer is notified that the content is about to be requested */
    public SuccessiveAttempts(TransferObserver observer, Runnable onRequest) {
        this.observer = observer;
        this.onRequest = onRequest;
    }

    /** Called before each attempt. What an earlier one had is lost, until this one finds it. */
    public TransferObserver next() {
        long bytes = present.getAndSet(0);
        if (bytes > 0) {
            observer.lost(bytes);
        }
        return new TransferObserver() {
            @Override
            public void requested() {
                onRequest.run();
                observer.requested();
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
        };
    }
}
