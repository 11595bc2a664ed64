package io.github.hfmodels.download;

import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is there until it is closed, or until this process ends, also by a signal that it can notice. */
final class TemporaryFolder implements AutoCloseable {

    private static final Log LOG = Log.of(TemporaryFolder.class);

    /** While a process ends, its other threads go on, and may still create files in the folder. */
    private static final int MAX_TRIES = 10;

    private final Path path;
    private final Thread atExit = new Thread(this::delete, "hf-models-temporary");

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** @throws IOException when it cannot be created, or the process ends */
    static TemporaryFolder create() throws IOException {
        var folder = new TemporaryFolder(Files.createTempDirectory("hf-models"));
        try {
            Runtime.getRuntime().addShutdownHook(folder.atExit);
        } catch (IllegalStateException e) {
            folder.delete();
            throw new IOException("the process ends", e);
        }
        return folder;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.debug("The process ends", e);
        }
        delete();
    }

    private void delete() {
        for (int tries = 0; tries < MAX_TRIES && Files.exists(path); tries++) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("{} is not deleted yet", path, e);
            }
        }
    }
}
