package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.BlobMutex;
import io.github.hfmodels.cache.mutex.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that takes a lock, says so, and keeps it until it is spoken to. */
public final class LockingProcess {

    private LockingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        try (BlobMutex lock = BlobMutex.acquire(file, new Disk(file.getParent()))) {
            System.out.println(lock.excludesEveryProcess() ? "held" : "held by Java alone");
            System.in.read();
            Files.createFile(releaseMark(file));
        }
        System.out.println("released");
    }

    /** A file that is made just before the lock is released. */
    public static Path releaseMark(Path file) {
        return file.resolveSibling("released");
    }
}
