package io.github.hfmodels.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pipe in place of a file: whoever opens it waits for the other end. */
public final class NamedPipe {

    private NamedPipe() {}

    /** Makes it, with its folder, instead of what is there; skips the test where there are none. */
    public static Path in(Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.deleteIfExists(place);
        boolean isMade = false;
        try {
            isMade = new ProcessBuilder("mkfifo", place.toString()).start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // There is no such command.
        }
        assumeTrue(isMade, "skipped: no pipe can be made");
        return place;
    }
}
