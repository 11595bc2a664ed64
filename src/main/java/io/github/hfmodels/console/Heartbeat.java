package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.DownloadDisplay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs every 30 seconds how far the downloads are, in addition to another display: not every log shows that something moves, and
 * a build that is silent for minutes looks as if it hangs. One line for all downloads together, such as {@code acme/large: 1.2 of
 * 4.0 GB, 35.0 MB/s, about 80 s left}.
 */
final class Heartbeat implements DownloadDisplay {

    private static final Log LOG = Log.of(Heartbeat.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LONG = 120;

    /** Calls something periodically; tests do it by hand. */
    @FunctionalInterface
    interface Ticks {

        /** Starts to call the task once per period, and returns what stops that. */
        Runnable start(Duration period, Runnable task);
    }

    private final DownloadDisplay display;
    private final int width;
    private final LongSupplier nanoTime;
    private final Ticks ticks;
    private final LongAdder present = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final AtomicInteger active = new AtomicInteger();
    private String subject = "";
    private long size;
    private long lastTime;
    private long lastReceived;
    private Runnable stop = () -> {};

    /**
     * @param display the other display, which gets every call
     * @param width the least length of lines; blanks at their end cover what a terminal shows in their place; 0 where there is
     *     no terminal
     */
    Heartbeat(DownloadDisplay display, int width) {
        this(display, width, System::nanoTime, Heartbeat::inDaemonThread);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    Heartbeat(DownloadDisplay display, int width, LongSupplier nanoTime, Ticks ticks) {
        this.display = display;
        this.width = width;
        this.nanoTime = nanoTime;
        this.ticks = ticks;
    }

    private static Runnable inDaemonThread(Duration period, Runnable task) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ticking -> {
            var daemon = new Thread(ticking, "hf-models-heartbeat");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.scheduleAtFixedRate(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return thread::shutdownNow;
    }

    @Override
    public synchronized void planned(List<Download> downloads) {
        display.planned(downloads);
        List<String> models = downloads.stream()
                .map(download -> download.repo().toString())
                .distinct()
                .toList();
        subject = models.size() == 1 ? models.get(0) : models.size() + " models";
        size = ByteCount.sum(downloads, Download::size);
        present.reset();
        lastTime = nanoTime.getAsLong();
        lastReceived = received.sum();
        stop = ticks.start(PERIOD, this::beat);
    }

    @Override
    public Transfer started(Download download) {
        Transfer transfer = display.started(download);
        active.incrementAndGet();
        return new Transfer() {
            @Override
            public void resumed(long bytes) {
                present.add(bytes);
                transfer.resumed(bytes);
            }

            @Override
            public void received(long bytes) throws DownloadCancelledException {
                present.add(bytes);
                received.add(bytes);
                transfer.received(bytes);
            }

            @Override
            public void lost(long bytes) {
                present.add(-bytes);
                transfer.lost(bytes);
            }

            @Override
            public void ended(@Nullable Exception failure) {
                active.decrementAndGet();
                transfer.ended(failure);
            }
        };
    }

    @Override
    public synchronized void skipped(Download download) {
        size -= download.size();
        display.skipped(download);
    }

    @Override
    public synchronized void finished() {
        stop.run();
        stop = () -> {};
        display.finished();
    }

    private synchronized void beat() {
        long now = nanoTime.getAsLong();
        long all = received.sum();
        double seconds = (now - lastTime) / NANOS_PER_SECOND;
        long bytes = all - lastReceived;
        lastTime = now;
        lastReceived = all;
        // Otherwise all wait for other processes, and the log says so.
        if (active.get() > 0) {
            String line = line(bytes, seconds);
            LOG.info(line + " ".repeat(Math.max(0, width - line.length())));
        }
    }

    private String line(long bytes, double seconds) {
        long there = present.sum();
        String line = subject + ": " + share(there, size) + ", ";
        long perSecond = seconds > 0 ? (long) (bytes / seconds) : 0;
        if (perSecond == 0) {
            return line + "nothing in the last " + Math.round(seconds) + " s";
        }
        return line + ByteCount.format(perSecond) + "/s, about " + time((size - there) / perSecond) + " left";
    }

    /** Such as {@code 1.2 of 4.0 GB}. */
    private static String share(long part, long whole) {
        String some = ByteCount.format(part);
        String all = ByteCount.format(whole);
        String unit = all.substring(all.indexOf(' '));
        return (some.endsWith(unit) ? some.substring(0, some.length() - unit.length()) : some) + " of " + all;
    }

    private static String time(long seconds) {
        if (seconds <= LONG) {
            return Math.max(1, seconds) + " s";
        }
        long minutes = seconds / 60;
        return minutes <= LONG ? minutes + " min" : minutes / 60 + " h";
    }
}
