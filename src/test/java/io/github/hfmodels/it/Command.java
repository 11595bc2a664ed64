package io.github.hfmodels.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A program that fetches what a recipe needs. */
final class Command {
    private static final long MOST_MINUTES = 10;

    private Command() {}

    /** The name of a program that is a script, which Windows knows under another. */
    static String script(String name) {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows") ? name + ".cmd" : name;
    }

    /** Whether it ends well, within some minutes. What it prints goes to the end of the log. */
    static boolean succeeds(Path folder, Path log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return ended && process.exitValue() == 0;
    }
}
