package io.github.hfmodels.console;

import io.github.hfmodels.progress.DownloadDisplay;
import java.io.Console;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the hashing of files is, by a line every 30 seconds, which {@code -q} hides, and by one at the bottom of a terminal
 * where Maven has one for downloads. Not with Maven's transfer listener, which calls everything a download.
 *
 * @param session the build
 */
public record HashingDisplay(MavenSession session) implements Supplier<DownloadDisplay> {

    /** As long as a line of the log that comes in between, with its level; one less than a terminal usually has columns. */
    private static final int WIDTH = 79;

    @Override
    public DownloadDisplay get() {
        @Nullable Console console = MavenTransfers.areOnTerminal(session) ? Terminal.of(session) : null;
        return new Heartbeat(
                console == null ? DownloadDisplay.NONE : new HashingLine(console.writer(), WIDTH, System::nanoTime),
                MavenTransfers.lineWidth(session));
    }
}
