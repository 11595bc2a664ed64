package io.github.hfmodels.console;

import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.DownloadDisplay;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;

/**
 * Makes the display when there is something to download. Refers to no other class of it, so that a build that finds everything
 * in the cache does not load them.
 *
 * @param session the build
 * @param endpoints give the base address of a source that is in use
 * @param module the module's folder
 */
public record LazyDisplay(MavenSession session, Function<SourceId, URI> endpoints, Path module)
        implements Supplier<DownloadDisplay> {

    @Override
    public DownloadDisplay get() {
        return MavenTransfers.of(session, endpoints, module);
    }
}
