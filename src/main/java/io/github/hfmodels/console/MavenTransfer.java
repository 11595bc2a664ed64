package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.PrintableException;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferEvent.EventType;
import org.eclipse.aether.transfer.TransferListener;
import org.eclipse.aether.transfer.TransferResource;
import org.jspecify.annotations.Nullable;

/**
 * One transfer as Maven's listener sees it, for one download or several together. Reports progress at most ten times a second,
 * and never less than before: when bytes are fetched again it stays the same until it is as far as it was.
 */
final class MavenTransfer implements Transfer {

    /** A method of the listener. */
    @FunctionalInterface
    private interface ListenerMethod {
        void call(TransferEvent event) throws TransferCancelledException;
    }

    private static final Log LOG = Log.of(MavenTransfer.class);
    private static final long PERIOD_NANOS = 100_000_000;

    private final RepositorySystemSession session;
    private final TransferListener listener;
    private final Supplier<TransferResource> newResource;
    private final Semaphore moving;
    private final LongSupplier nanoTime;
    private @Nullable TransferResource resource;
    private @Nullable Exception failure;
    private int open;
    private long present;
    private long shown;
    private long lastReport;
    private boolean isMoving;
    private boolean isOver;

    /**
     * @param newResource describes what is transferred; called when the transfer starts
     * @param downloads how many downloads the transfer stands for
     * @param moving a permit is taken at the first progress and kept to the end; without one no progress is reported
     * @param nanoTime as {@link System#nanoTime()}
     */
    MavenTransfer(
            RepositorySystemSession session,
            TransferListener listener,
            Supplier<TransferResource> newResource,
            int downloads,
            Semaphore moving,
            LongSupplier nanoTime) {
        this.session = session;
        this.listener = listener;
        this.newResource = newResource;
        this.open = downloads;
        this.moving = moving;
        this.nanoTime = nanoTime;
    }

    /** One of the downloads starts. */
    synchronized void begin() {
        if (resource == null) {
            resource = newResource.get();
            notifyIgnoringCancel(EventType.INITIATED, listener::transferInitiated);
            notifyIgnoringCancel(EventType.STARTED, listener::transferStarted);
        }
    }

    /** One of the downloads will not start. */
    synchronized void skipped() {
        open--;
        if (open == 0) {
            finish();
        }
    }

    /** Ends the transfer if it has started: nothing more will be downloaded. */
    synchronized void finish() {
        if (resource == null || isOver) {
            return;
        }
        isOver = true;
        if (failure == null) {
            notifyIgnoringCancel(EventType.SUCCEEDED, listener::transferSucceeded);
        } else {
            notifyIgnoringCancel(EventType.FAILED, listener::transferFailed);
        }
        if (isMoving) {
            moving.release();
        }
    }

    @Override
    public synchronized void resumed(long bytes) {
        present += bytes;
        shown = Math.max(shown, present);
        if (resource != null) {
            resource.setResumeOffset(resource.getResumeOffset() + bytes);
        }
    }

    @Override
    public synchronized void received(long bytes) throws DownloadCancelledException {
        present += bytes;
        shown = Math.max(shown, present);
        long now = nanoTime.getAsLong();
        if (isOver || (isMoving && now - lastReport < PERIOD_NANOS) || !mayMove()) {
            return;
        }
        lastReport = now;
        try {
            notifyListener(EventType.PROGRESSED, listener::transferProgressed);
        } catch (TransferCancelledException e) {
            throw new DownloadCancelledException(e);
        }
    }

    private boolean mayMove() {
        isMoving = isMoving || moving.tryAcquire();
        return isMoving;
    }

    @Override
    public synchronized void lost(long bytes) {
        present -= bytes;
    }

    @Override
    public synchronized void ended(@Nullable Exception cause) {
        failure = failure == null ? cause : failure;
        open--;
        if (open == 0) {
            finish();
        }
    }

    /** A listener that cancels at this point does so again at the next progress. */
    private void notifyIgnoringCancel(EventType type, ListenerMethod method) {
        try {
            notifyListener(type, method);
        } catch (TransferCancelledException e) {
            LOG.debug("Maven's transfer listener cancels {}", resource, e);
        }
    }

    /** A failing listener must not make the download fail. */
    private void notifyListener(EventType type, ListenerMethod method) throws TransferCancelledException {
        try {
            method.call(new TransferEvent.Builder(session, resource)
                    .setType(type)
                    .setTransferredBytes(shown)
                    .setException(failure == null ? null : (Exception) PrintableException.of(failure))
                    .build());
        } catch (RuntimeException e) {
            LOG.debug("Maven's transfer listener fails", e);
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
