package io.github.hfmodels.prefetch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.bench.MeasuredBuild;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** A build by a user who owns nothing; only root can start one. */
final class NobodysBuild implements AutoCloseable {

    private static final String NOBODY = "65534";
    private static final List<String> NEEDED =
            List.of("httpclient5", "httpcore5", "jackson-", "jna-", "slf4j-", "jspecify");

    private final Path classes;

    private NobodysBuild(Path classes) {
        this.classes = classes;
    }

    /** Copies the classes to where everybody can read them, or skips the test. */
    static NobodysBuild prepare() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "skipped: only root can be somebody else, with setpriv");
        Path classes = Files.createTempDirectory("nobody");
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                copyTree(path, classes.resolve(name));
            } else if (NEEDED.stream().anyMatch(name::startsWith)) {
                Files.copy(path, classes.resolve(name));
            }
        }
        return new NobodysBuild(classes);
    }

    /** Runs a build to its end and gives what it printed. */
    String run(String endpoint, Path cache, String model) throws IOException, InterruptedException {
        for (Path parent = cache; parent != null; parent = parent.getParent()) {
            if (parent.startsWith(System.getProperty("java.io.tmpdir")) && parent.getNameCount() > 1) {
                Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        var classPath = new ArrayList<String>();
        try (Stream<Path> entries = Files.list(classes)) {
            entries.map(Path::toString).forEach(classPath::add);
        }
        Process process = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid=" + NOBODY,
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        MeasuredBuild.class.getName(),
                        endpoint,
                        cache.toString(),
                        model)
                .directory(classes.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
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
