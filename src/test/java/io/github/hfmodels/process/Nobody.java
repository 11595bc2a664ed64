package io.github.hfmodels.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Java as a user who is not root and, where the tests run as root, owns nothing. */
public final class Nobody implements AutoCloseable {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";
    private static final List<String> NEEDED =
            List.of("httpclient5", "httpcore5", "jackson-", "jna-", "slf4j-", "jspecify");

    private final Path classes;

    private Nobody(Path classes) {
        this.classes = classes;
    }

    /** Whether the tests run as root, for whom permissions do not count. */
    public static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Copies the classes to where everybody can read them; skips the test where root cannot become somebody else. */
    public static Nobody prepare() throws IOException {
        assumeTrue(!isNeeded() || Files.isExecutable(SETPRIV), "skipped: root needs setpriv to become another user");
        Path classes = Files.createTempDirectory("nobody");
        if (isNeeded()) {
            letIn(classes);
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                copyTree(path, classes.resolve(name));
            } else if (NEEDED.stream().anyMatch(name::startsWith)) {
                Files.copy(path, classes.resolve(name));
            }
        }
        return new Nobody(classes);
    }

    /** Lets other users into a temporary folder. */
    public static void letIn(Path folder) throws IOException {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (each.startsWith(System.getProperty("java.io.tmpdir")) && each.getNameCount() > 1) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Starts Java; standard error goes to standard output. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isNeeded()) {
            command.addAll(List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--clear-groups"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try (Stream<Path> entries = Files.list(classes)) {
            command.addAll(List.of(
                    "-cp",
                    String.join(File.pathSeparator, entries.map(Path::toString).toList()),
                    main.getName()));
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(classes.toFile())
                .redirectErrorStream(true)
                .start();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> entries = Files.walk(classes)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
