package io.github.hfmodels.transfer;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the JVM from ending. */
final class DaemonThreads {

    private DaemonThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
