package io.github.hfmodels.cache.mutex;

import java.io.Closeable;
import java.io.IOException;

/** An operating system's lock on a file. It ends with {@link #close}, and with the process. */
sealed interface SystemMutex extends Closeable permits Flock, ChannelMutex {

    /**
     * Takes the lock, unless somebody else has it.
     *
     * @return false when somebody else has it, or it should be tried again
     * @throws IOException when the file cannot be locked this way
     */
    boolean tryLock() throws IOException;
}
