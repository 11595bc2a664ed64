package io.github.hfmodels.prefetch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A disk of a few MiB, in memory; only root can have one, and not on every machine. */
public final class SmallDisk implements AutoCloseable {

    private final Path path;
    private final AtomicBoolean isFilled = new AtomicBoolean();

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts a disk, or skips the test. */
    public static SmallDisk mount(Path path, int mebibytes) throws IOException {
        Files.createDirectory(path);
        String complaint = execute("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString());
        assumeTrue(complaint.isEmpty(), () -> "skipped: no small disk can be mounted: " + complaint);
        return new SmallDisk(path);
    }

    /** Mounts a disk that says its size is 0, or skips the test. */
    static SmallDisk mountWithoutSize(Path path) throws IOException {
        Files.createDirectory(path);
        String complaint = execute("mount", "-t", "ramfs", "ramfs", path.toString());
        assumeTrue(complaint.isEmpty(), () -> "skipped: no such disk can be mounted: " + complaint);
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Takes so much room, once; always says no. */
    public boolean fill(int mebibytes) {
        if (isFilled.compareAndSet(false, true)) {
            try {
                Files.write(path.resolve("filling"), new byte[mebibytes << 20]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }

    /** Gives the room back. */
    public void empty() throws IOException {
        Files.delete(path.resolve("filling"));
    }

    public void makeReadOnly() throws IOException {
        execute("mount", "-o", "remount,ro", path.toString());
    }

    @Override
    public void close() throws IOException {
        execute("umount", "-l", path.toString());
    }

    /** What the command complains about; empty when it succeeds. */
    private static String execute(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "it failed: " + output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
