package io.github.hfmodels.cache.mutex;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Java's own kind, for which the file must be writable. On Linux and macOS it excludes only Java processes that use the same kind. */
final class ChannelMutex implements SystemMutex {

    private final Path file;
    private @Nullable LockChannel channel;

    ChannelMutex(Path file) {
        this.file = file;
    }

    @Override
    public boolean tryAcquire() throws IOException {
        LockChannel opened = channel;
        if (opened == null) {
            new MutexFile(file).provide();
            opened = LockChannel.open(file);
            channel = opened;
        }
        return opened.tryLock(0, Long.MAX_VALUE, false);
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
