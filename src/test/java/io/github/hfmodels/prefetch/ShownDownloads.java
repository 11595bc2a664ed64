package io.github.hfmodels.prefetch;

import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.DownloadDisplay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Remembers what it was told of downloads. */
final class ShownDownloads implements DownloadDisplay {

    /** What was told of one download. */
    static final class Shown implements Transfer {

        final AtomicLong resumed = new AtomicLong();
        final AtomicLong received = new AtomicLong();
        final AtomicLong lost = new AtomicLong();
        final List<String> ends = new ArrayList<>();
        private final long most;

        private Shown(long most) {
            this.most = most;
        }

        @Override
        public void resumed(long bytes) {
            resumed.addAndGet(bytes);
        }

        @Override
        public void received(long bytes) throws DownloadCancelledException {
            if (received.addAndGet(bytes) > most) {
                throw new DownloadCancelledException(null);
            }
        }

        @Override
        public void lost(long bytes) {
            lost.addAndGet(bytes);
        }

        @Override
        public synchronized void ended(@Nullable Exception failure) {
            ends.add(failure == null ? "whole" : String.valueOf(failure.getMessage()));
        }

        long present() {
            return resumed.get() + received.get() - lost.get();
        }
    }

    final List<Download> planned = new ArrayList<>();
    private final Map<String, Shown> started = new LinkedHashMap<>();
    final List<String> skipped = new ArrayList<>();
    int finished;
    private final long most;

    ShownDownloads() {
        this(Long.MAX_VALUE);
    }

    /** @param most how many bytes of a download may be received before it is cancelled */
    ShownDownloads(long most) {
        this.most = most;
    }

    @Override
    public void planned(List<Download> downloads) {
        planned.addAll(downloads);
    }

    @Override
    public synchronized Transfer started(Download download) {
        if (!planned.contains(download)) {
            throw new AssertionError(download + " was not planned");
        }
        var shown = new Shown(most);
        started.put(download.path(), shown);
        return shown;
    }

    @Override
    public synchronized void skipped(Download download) {
        skipped.add(download.path());
    }

    @Override
    public void finished() {
        finished++;
    }

    /** What was told of the download of that path. */
    synchronized Shown of(String path) {
        return Objects.requireNonNull(started.get(path), () -> path + " among " + started.keySet());
    }

    /** How many downloads were started. */
    synchronized int count() {
        return started.size();
    }
}
