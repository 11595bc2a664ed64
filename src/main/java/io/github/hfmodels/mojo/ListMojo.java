package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.CacheReport;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the shared cache holds, of whatever program: repositories with their sizes, revisions, files, refs and last use, the largest
 * first; what <code>prune</code> would delete beside them; and what is damaged, with what to do about it. What huggingface_hub's
 * <code>hf cache ls</code> counts, it counts. Needs no network and changes nothing.
 *
 * <p>The last use is when a content was last read or written, whichever is later; of reading only as far as the file system notes it.
 */
@Mojo(name = "list", aggregator = true, threadSafe = true, requiresProject = false)
public final class ListMojo extends AbstractCacheMojo {

    /**
     * The file into which the list is also written, as JSON for programs, with every revision. Its folder is created. A path that begins
     * with {@code ~/} begins in the home folder. If it is unset, no file is written.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.listFile")
    private @Nullable String listFile;

    @Override
    void run() throws IOException {
        SnapshotCache cache = cache();
        var report = new CacheReport(cache.inventory(), cache.folder(), advice());
        report.log();
        Path file = path("listFile", listFile);
        if (file != null) {
            report.write(file);
        }
    }
}
