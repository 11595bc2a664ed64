package io.github.hfmodels.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The libraries of a recipe in another language, which Maven does not fetch. For {@code selector.groovy}. */
public final class OtherLibraries {

    private OtherLibraries() {}

    /**
     * Whether npm can be had, and what the recipe's {@code package.json} names. They are kept for the next time in a folder
     * that {@code mvn clean} deletes, and linked to from the recipe's. Says in one line if not.
     *
     * @param variables of the script: {@code binding.variables}
     */
    public static boolean npm(Map<String, Object> variables) throws IOException, InterruptedException {
        Path basedir = ((File) variables.get("basedir")).toPath();
        Path kept = ((File) variables.get("localRepositoryPath")).toPath().resolveSibling("npm");
        Path modules = kept.resolve("node_modules");
        Path named = basedir.resolve("package.json");
        Path keptNamed = kept.resolve("package.json");
        Files.createDirectories(kept);
        if (!Files.exists(modules) || !Files.exists(keptNamed) || Files.mismatch(named, keptNamed) >= 0) {
            Files.copy(named, keptNamed, StandardCopyOption.REPLACE_EXISTING);
            // No scripts: those of ONNX Runtime download what graphics cards need.
            var install = List.of(Command.script("npm"), "install", "--ignore-scripts", "--no-audit", "--no-fund");
            if (!runs(kept, kept.resolve("npm.log"), install)) {
                Files.delete(keptNamed);
                return skipped(basedir, "what its package.json names cannot be had with npm");
            }
        }
        Path link = basedir.resolve("node_modules");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, modules);
        return true;
    }

    /**
     * Whether the Python that {@code HF_TEST_PYTHON} names has these packages. Says in one line if not.
     *
     * @param variables of the script: {@code binding.variables}
     */
    public static boolean python(Map<String, Object> variables, String... packages)
            throws IOException, InterruptedException {
        Path basedir = ((File) variables.get("basedir")).toPath();
        @Nullable String python = System.getenv("HF_TEST_PYTHON");
        if (python == null || python.isEmpty()) {
            return skipped(basedir, "HF_TEST_PYTHON names no Python");
        }
        String names = String.join(", ", packages);
        return runs(basedir, basedir.resolve("python.log"), List.of(python, "-c", "import " + names))
                || skipped(basedir, python + " cannot import " + names);
    }

    private static boolean runs(Path folder, Path log, List<String> command) throws InterruptedException {
        try {
            return Command.succeeds(folder, log, command);
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    private static boolean skipped(Path basedir, String why) {
        ItHub.show("[WARNING] The recipe " + basedir.getFileName() + " is skipped: " + why);
        return false;
    }
}
