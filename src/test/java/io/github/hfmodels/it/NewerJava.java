package io.github.hfmodels.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK for the recipes whose library needs a newer one than the plugin: that of this build if it is new enough, else one that
 * is installed beside it.
 */
public final class NewerJava {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private NewerJava() {}

    /** Whether there is one, for {@code selector.groovy}. Says in one line if not. */
    public static boolean isThere(int version, Object basedir) throws IOException {
        boolean found = home(version).isPresent();
        if (!found) {
            ItHub.show("[WARNING] The recipe " + Path.of(basedir.toString()).getFileName()
                    + " is skipped, since it needs Java " + version + ", and there is none beside "
                    + System.getProperty("java.home"));
        }
        return found;
    }

    /** Lets the project be compiled for it and tested on it, whichever Java runs Maven. For {@code prebuild.groovy}. */
    public static void use(int version, ItHub hub) throws IOException {
        Path bin = home(version).orElseThrow().resolve("bin");
        hub.property("maven.compiler.fork", "true");
        hub.property("maven.compiler.executable", bin.resolve("javac").toString());
        hub.property("jvm", bin.resolve("java").toString());
    }

    private static Optional<Path> home(int version) throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        try (Stream<Path> beside = Files.list(own.getParent())) {
            return Stream.concat(Stream.of(own), beside.sorted())
                    .filter(home ->
                            Files.exists(home.resolve("bin/javac")) || Files.exists(home.resolve("bin/javac.exe")))
                    .filter(home -> versionOf(home) >= version)
                    .findFirst();
        }
    }

    private static int versionOf(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            // No JDK, or one that does not say which.
            return 0;
        }
    }
}
