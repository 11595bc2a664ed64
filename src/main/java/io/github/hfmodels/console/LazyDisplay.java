package io.github.hfmodels.console;

import io.github.hfmodels.progress.DownloadDisplay;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;

/**
 * What shows downloads, made when there are any: a build that finds all in the cache loads no class for it.
 *
 * @param session the build
 * @param endpoint the Hub's base address
 * @param module the module's folder
 */
public record LazyDisplay(MavenSession session, URI endpoint, Path module) implements Supplier<DownloadDisplay> {

    @Override
    public DownloadDisplay get() {
        return MavenTransfers.of(session, endpoint, module);
    }
}
