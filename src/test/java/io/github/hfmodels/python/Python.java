package io.github.hfmodels.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Python process. The interpreter is the system property {@code hf.python}, else the environment variable
 * {@code HF_TEST_PYTHON}, else {@code python3} on the path; a test that requires what the interpreter lacks is skipped.
 */
public final class Python {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** What each module's import said, empty when it succeeded. */
    private static final Map<String, String> IMPORTS = new ConcurrentHashMap<>();

    private final String interpreter;

    private Python(String interpreter) {
        this.interpreter = interpreter;
    }

    /** Python alone; skips the test where there is none. */
    public static Python require() {
        return requireModule("sys");
    }

    /** Python with huggingface_hub; skips the test where it cannot be imported. */
    public static Python requireHuggingfaceHub() {
        return requireModule("huggingface_hub");
    }

    /** Python with any module; skips the test where it cannot be imported. */
    public static Python requireModule(String module) {
        var python = new Python(interpreter());
        String complaint = IMPORTS.computeIfAbsent(module, python::complaintOfImporting);
        // Whoever names an interpreter wants the comparison; then its absence must not pass for a success.
        if (isNamed() && !complaint.isEmpty()) {
            throw new AssertionError(python.interpreter + " cannot import " + module + ": " + complaint);
        }
        python.assumeImported(module);
        return python;
    }

    /**
     * Python with ModelScope's SDK; skips the test where it cannot be imported, also when the interpreter is named. The interpreter is the
     * environment variable {@code HF_TEST_MODELSCOPE_PYTHON}, else that of other tests.
     */
    public static Python requireModelScopeHub() {
        String variable = System.getenv().getOrDefault("HF_TEST_MODELSCOPE_PYTHON", "");
        var python = new Python(variable.isBlank() ? interpreter() : variable);
        python.assumeImported("modelscope_hub, requests, tqdm, filelock");
        return python;
    }

    /** Python with libraries that few have; skips the test where one cannot be imported, also when the interpreter is named. */
    public static Python requireLibraries(String... modules) {
        var python = new Python(interpreter());
        python.assumeImported(String.join(", ", modules));
        return python;
    }

    /** {@link #run(Map, String, String...)} with a clean environment. */
    public String run(String script, String... arguments) {
        return run(Map.of(), script, arguments);
    }

    /**
     * Runs a script to its end and returns what it printed.
     *
     * @param environment variables on top of the build's own, from which all that configure huggingface_hub are taken out;
     *     Xet and telemetry are switched off unless named here
     * @param arguments {@code sys.argv[1:]}; large input is best given as the name of a file
     * @throws AssertionError when it fails or does not end, with all that it printed
     */
    public String run(Map<String, String> environment, String script, String... arguments) {
        Outcome outcome = execute(environment, script, arguments);
        if (outcome.status == null) {
            throw new AssertionError("Python did not end within " + PATIENCE + outcome);
        }
        if (outcome.status != 0) {
            throw new AssertionError("Python failed with status " + outcome.status + outcome);
        }
        return outcome.out;
    }

    /**
     * Starts a script to talk to, by lines of its standard input and output; the caller ends it.
     *
     * @param arguments {@code sys.argv[1:]}
     */
    public Process start(String script, String... arguments) throws IOException {
        return builder(command(script, arguments), Map.of())
                .redirectErrorStream(true)
                .start();
    }

    private void assumeImported(String module) {
        String complaint = IMPORTS.computeIfAbsent(module, this::complaintOfImporting);
        assumeTrue(
                complaint.isEmpty(),
                () -> "skipped: " + interpreter + " cannot import " + module
                        + ", set -Dhf.python or HF_TEST_PYTHON to an interpreter that can: " + complaint);
    }

    private static boolean isNamed() {
        return !System.getProperty("hf.python", "").isBlank()
                || !System.getenv().getOrDefault("HF_TEST_PYTHON", "").isBlank();
    }

    private static String interpreter() {
        String property = System.getProperty("hf.python", "");
        String variable = System.getenv().getOrDefault("HF_TEST_PYTHON", "");
        if (!property.isBlank()) {
            return property;
        }
        return variable.isBlank() ? "python3" : variable;
    }

    private String complaintOfImporting(String module) {
        try {
            Outcome outcome = execute(Map.of(), "import " + module);
            return outcome.status != null && outcome.status == 0 ? "" : "it failed" + outcome;
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    /** @param status the exit status; null when the process had to be killed */
    private record Outcome(@Nullable Integer status, String out, String err) {

        @Override
        public String toString() {
            return "\nstandard error:\n" + err + "\nstandard output:\n" + out;
        }
    }

    private Outcome execute(Map<String, String> environment, String script, String... arguments) {
        try {
            Path out = Files.createTempFile("python", ".out");
            Path err = Files.createTempFile("python", ".err");
            try {
                Integer status = execute(command(script, arguments), environment, out, err);
                return new Outcome(status, read(out), read(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String script, String... arguments) {
        var command = new ArrayList<>(List.of(interpreter, "-c", script));
        command.addAll(List.of(arguments));
        return command;
    }

    private static @Nullable Integer execute(List<String> command, Map<String, String> environment, Path out, Path err)
            throws IOException {
        var builder = builder(command, environment)
                .redirectInput(ProcessBuilder.Redirect.from(emptyInput()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Process process = builder.start();
        try {
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for Python", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(Python::isConfiguration);
        builder.environment()
                .putAll(Map.of(
                        "HF_HUB_DISABLE_XET", "1",
                        "HF_HUB_DISABLE_TELEMETRY", "1",
                        "PYTHONUTF8", "1",
                        "PYTHONDONTWRITEBYTECODE", "1"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static File emptyInput() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new File(windows ? "NUL" : "/dev/null");
    }

    /** Whether a variable changes where huggingface_hub, or ModelScope's SDK, looks or whom it asks. */
    private static boolean isConfiguration(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return name.startsWith("HF_")
                || name.startsWith("HUGGING")
                || name.startsWith("MODELSCOPE_")
                || name.startsWith("TRANSFORMERS_")
                || name.startsWith("XDG_")
                || name.startsWith("PYTHON")
                || name.endsWith("_PROXY");
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
