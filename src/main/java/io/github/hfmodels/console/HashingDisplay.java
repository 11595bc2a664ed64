package io.github.hfmodels.console;

import io.github.hfmodels.progress.DownloadDisplay;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;

/**
 * Shows how far the hashing of files is, by a line every 30 seconds, which {@code -q} hides. Not with Maven's transfer listener, which calls
 * everything a download.
 *
 * @param session the build
 */
public record HashingDisplay(MavenSession session) implements Supplier<DownloadDisplay> {

    @Override
    public DownloadDisplay get() {
        return new Heartbeat(DownloadDisplay.NONE, MavenTransfers.lineWidth(session));
    }
}
