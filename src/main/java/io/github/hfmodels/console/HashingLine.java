package io.github.hfmodels.console;

import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of a terminal that says how far the hashing of each file is, as Maven's line does of downloads: {@code Verifying (2):
 * model.safetensors (1.2/4.5 GB) | tokenizer.json (0.3/9.1 MB)}. It changes at most ten times a second, always fills its width, so
 * that nothing of the one before is left, and blanks take its place at the end.
 */
final class HashingLine implements DownloadDisplay {

    private static final long PERIOD_NANOS = 100_000_000;
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB");
    private static final String CUT = "...";

    private final PrintWriter terminal;
    private final int width;
    private final LongSupplier nanoTime;
    private final Set<Hashing> active = new LinkedHashSet<>();
    private volatile long due;
    private boolean isShown;

    /**
     * @param width the length of the line, at least 3; less than the terminal has columns
     * @param nanoTime as {@link System#nanoTime()}
     */
    HashingLine(PrintWriter terminal, int width, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.width = width;
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /** A file while it is hashed. */
    private final class Hashing implements Transfer {
        private final Download file;
        private final AtomicLong present = new AtomicLong();

        Hashing(Download file) {
            this.file = file;
        }

        @Override
        public void received(long bytes) {
            present.addAndGet(bytes);
            // Without a lock as a rule, since all threads come here for each block that they read.
            if (nanoTime.getAsLong() - due >= 0) {
                show();
            }
        }

        @Override
        public void ended(@Nullable Exception failure) {
            synchronized (HashingLine.this) {
                active.remove(this);
            }
        }

        private String progress() {
            // A file that changes meanwhile is read again.
            return HashingLine.progress(Math.min(present.get(), file.size()), file.size());
        }

        private String namedProgress() {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            // Each character of one column, so that the length of the line is known.
            return name.replaceAll("[^ -~]", "?") + " (" + progress() + ")";
        }
    }

    @Override
    public synchronized Transfer started(Download file) {
        var hashing = new Hashing(file);
        active.add(hashing);
        return hashing;
    }

    @Override
    public synchronized void finished() {
        active.clear();
        if (isShown) {
            print("");
            isShown = false;
        }
    }

    private synchronized void show() {
        long now = nanoTime.getAsLong();
        if (now - due >= 0 && !active.isEmpty()) {
            due = now + PERIOD_NANOS;
            isShown = true;
            String line = line(Hashing::namedProgress);
            print(line.length() > width ? line(Hashing::progress) : line);
        }
    }

    private String line(Function<Hashing, String> text) {
        return active.stream().map(text).collect(Collectors.joining(" | ", "Verifying (" + active.size() + "): ", ""));
    }

    private void print(String line) {
        String cut = line.length() > width ? line.substring(0, width - CUT.length()) + CUT : line;
        terminal.print(cut + " ".repeat(width - cut.length()) + "\r");
        terminal.flush();
    }

    /** In the words of Maven: both in the unit of the whole, which alone is named once all is done. */
    private static String progress(long part, long whole) {
        int unit = 0;
        double scale = 1;
        while (whole / scale >= 1_000 && unit < UNITS.size() - 1) {
            scale *= 1_000;
            unit++;
        }
        String all = number(whole / scale, unit) + " " + UNITS.get(unit);
        return part == whole ? all : number(part / scale, unit) + "/" + all;
    }

    private static String number(double scaled, int unit) {
        return String.format(Locale.ROOT, unit == 0 || scaled < 0.05 || scaled >= 10 ? "%.0f" : "%.1f", scaled);
    }
}
