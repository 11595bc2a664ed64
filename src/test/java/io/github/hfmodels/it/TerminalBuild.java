package io.github.hfmodels.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Builds of the project of an integration test at a real terminal, which Python makes. For {@code postbuild.groovy}; what they need is in
 * the local repository already.
 */
public final class TerminalBuild {

    /** How wide the terminal is. */
    public static final int COLUMNS = 80;

    private static final long MOST_SECONDS = 300;

    /** Starts a program at a terminal, answers its questions one after the other, prints what it prints, and ends as it does. */
    private static final String TERMINAL = """
            import fcntl, os, pty, select, signal, struct, sys, termios, time
            columns, seconds, questions = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
            dialogue, command = sys.argv[4:4 + 2 * questions], sys.argv[4 + 2 * questions:]
            child, terminal = pty.fork()
            if child == 0:
                # Ignored where the tests run in the background, and then by Java, too.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
                os.execvp(command[0], command)
            end, heard = time.monotonic() + seconds, b''
            while select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
                try:
                    output = os.read(terminal, 65536)
                except OSError:
                    output = b''
                if not output:
                    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xff)
                os.write(1, output)
                heard += output
                if dialogue and dialogue[0].encode() in heard:
                    os.write(terminal, dialogue[1].encode())
                    dialogue, heard = dialogue[2:], b''
            os.killpg(child, 9)
            sys.exit('The build did not end, or did not ask ' + str(dialogue[:1]))
            """;

    /**
     * What is to be seen of a build.
     *
     * @param status zero if it succeeded
     * @param output all that came to the terminal
     */
    public record Outcome(int status, String output) {

        /** Whether the text was printed. */
        public boolean says(String text) {
            return output.contains(text);
        }

        /** The lines that have the text. */
        public List<String> lines(String text) {
            return output.lines().filter(line -> line.contains(text)).toList();
        }
    }

    private final Map<String, Object> variables;
    private final List<String> dialogue;

    /** @param variables of the script: {@code binding.variables} */
    public TerminalBuild(Map<String, Object> variables) {
        this(variables, List.of());
    }

    private TerminalBuild(Map<String, Object> variables, List<String> dialogue) {
        this.variables = variables;
        this.dialogue = dialogue;
    }

    /** Whether there is a Python that makes terminals, for {@code selector.groovy}. Says in one line if not. */
    public static boolean isPossible(File basedir) throws InterruptedException {
        boolean isThere;
        try {
            isThere =
                    python("import os, pty; os.waitstatus_to_exitcode").start().waitFor() == 0;
        } catch (IOException e) {
            isThere = false;
        }
        if (!isThere) {
            ItHub.show("[WARNING] The test " + basedir.getName()
                    + " is skipped, since it needs python3 (3.9 or newer) with the module pty, which Windows has not");
        }
        return isThere;
    }

    /** The same, with one more question that is awaited and answered, after those before. */
    public TerminalBuild answer(String question, String answer) {
        var all = new ArrayList<>(dialogue);
        all.addAll(List.of(question, answer));
        return new TerminalBuild(variables, all);
    }

    /** Runs a build to its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        Path local = file("localRepositoryPath");
        var command = new ArrayList<>(
                List.of(String.valueOf(COLUMNS), String.valueOf(MOST_SECONDS), String.valueOf(dialogue.size() / 2)));
        command.addAll(dialogue);
        command.addAll(List.of(
                file("mavenHome").resolve("bin").resolve("mvn").toString(),
                "-o",
                "-Dmaven.repo.local=" + local,
                "-s",
                file("basedir").resolveSibling("interpolated-settings.xml").toString()));
        if (Files.exists(file("userSettings"))) {
            command.addAll(List.of("-gs", file("userSettings").toString()));
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = python(TERMINAL, command.toArray(String[]::new));
        builder.environment().keySet().retainAll(List.of("HOME", "LANG", "PATH", "TMPDIR"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", file("javaHome").toString(),
                        "MAVEN_OPTS", "-XX:TieredStopAtLevel=1",
                        "TERM", "xterm"));
        Process process = builder.directory(file("basedir").toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            System.out.println(output);
            return new Outcome(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path file(String variable) {
        return Path.of(String.valueOf(variables.get(variable)));
    }

    private static ProcessBuilder python(String script, String... arguments) {
        var command = new ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
