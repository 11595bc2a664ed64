package io.github.hfmodels.cache.mutex;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Java's own kind, for which the file must be writable. On Linux and macOS it excludes only Java processes that use the same kind. */
final class ChannelMutex implements SystemMutex {

    private final Path file;
    private @Nullable FileChannel channel;

    ChannelMutex(Path file) {
        this.file = file;
    }

    @Override
    public boolean tryAcquire() throws IOException {
        FileChannel opened = channel;
        if (opened == null) {
            opened = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            channel = opened;
        }
        try {
            return opened.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process, perhaps in another class loader, has it.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return "FileChannel";
    }
}
