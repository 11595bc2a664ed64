package io.github.hfmodels.cache.mutex;

import java.io.Closeable;
import java.io.IOException;

/** An operating system's lock on a file. It ends with {@link #close}, and with the process. */
sealed interface SystemMutex extends Closeable permits Flock, ChannelMutex {

    /**
     * Takes it, unless somebody else has it.
     *
     * @return false when somebody else has it, or another attempt is needed
     * @throws IOException when the file cannot be locked this way
     */
    boolean tryAcquire() throws IOException;
}
