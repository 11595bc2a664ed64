package io.github.hfmodels.cache.mutex;

import io.github.hfmodels.process.OtherProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another process that takes a mutex, says so, and keeps it until it is spoken to. */
final class HoldingProcess {

    private HoldingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        try (FileMutex mutex = FileMutex.acquire(file, new Disk(file.getParent()), "downloads the same content")) {
            System.out.println(mutex.excludesEveryProcess() ? "held" : "held by Java alone");
            System.in.read();
            Files.createFile(releaseMark(file));
        }
        System.out.println("released");
    }

    /** A file that is made just before the mutex is released. */
    static Path releaseMark(Path file) {
        return file.resolveSibling("released");
    }

    /** Starts it in a Java of its own. */
    static OtherProcess start(Path file, String... javaOptions) throws IOException {
        return withClassPath(file, System.getProperty("java.class.path"), javaOptions);
    }

    /** {@link #start}, without JNA. */
    static OtherProcess startWithoutJna(Path file) throws IOException {
        List<String> others = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna-"))
                .toList();
        return withClassPath(file, String.join(File.pathSeparator, others));
    }

    private static OtherProcess withClassPath(Path file, String classPath, String... javaOptions) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(javaOptions));
        command.addAll(List.of("-cp", classPath, HoldingProcess.class.getName(), file.toString()));
        var process = new ProcessBuilder(command)
                .directory(file.toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true);
        // Where JNA looks before it looks below the home folder.
        process.environment().remove("XDG_CACHE_HOME");
        return new OtherProcess(process.start());
    }
}
