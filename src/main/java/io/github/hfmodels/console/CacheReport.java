package io.github.hfmodels.console;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reports what a cache holds.
 *
 * @param cache the cache's folder
 * @param advice gives the words of what can be done about damage
 */
public record CacheReport(CacheInventory inventory, Path cache, AdviceText advice) {

    private static final Log LOG = Log.of(CacheReport.class);

    /** Logs a table of the repositories, what prune would delete, and what is wrong. */
    public void log() {
        CacheText.lines(this).forEach(LOG::info);
        long damaged = inventory.repositories().size() - inventory.whole().size();
        if (damaged > 0) {
            LOG.warn(
                    "{} damaged, or not to be read here, and not counted",
                    damaged == 1 ? "1 repository is" : damaged + " repositories are");
        }
    }

    /**
     * Writes everything as JSON.
     *
     * @param file the file, absolute; its folder is created
     * @throws IOException when it cannot be written; the message says where
     */
    public void write(Path file) throws IOException {
        try {
            AtomicFile.write(file, CacheJson.of(this).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IOException(
                    "the list cannot be written to " + file + " (hf.listFile): " + DiskFailure.sentence(e, file), e);
        }
    }
}
