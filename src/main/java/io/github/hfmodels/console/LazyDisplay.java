package io.github.hfmodels.console;

import io.github.hfmodels.progress.DownloadDisplay;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;

/**
 * Makes the display when there is something to download. Refers to no other class of it, so that a build that finds everything
 * in the cache does not load them.
 *
 * @param session the build
 * @param endpoint gives the base address of the Hub in use
 * @param module the module's folder
 */
public record LazyDisplay(MavenSession session, Supplier<URI> endpoint, Path module)
        implements Supplier<DownloadDisplay> {

    @Override
    public DownloadDisplay get() {
        return MavenTransfers.of(session, endpoint.get(), module);
    }
}
