package io.github.hfmodels.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.process.OtherProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Output directories on a machine that lacks something. */
@Timeout(60)
class OutputDirectoryProcessTest {

    /** What a container without {@code /proc} is like; only root can make one, and not on every machine. */
    private static final String WITHOUT_PROC = "umount -l /proc && exec \"$@\"";

    @TempDir
    private Path folder;

    /** Java asks it on which file systems files are. */
    @Test
    void hardLinks_withoutAListOfMounts() throws Exception {
        assumeTrue(
                runs("unshare", "-m", "sh", "-c", WITHOUT_PROC, "sh", "true"), "skipped: /proc cannot be taken away");
        Path content = Files.writeString(folder.resolve("model.bin"), "weights");

        var process = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        WITHOUT_PROC,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HardLink.class.getName(),
                        folder.toString())
                .redirectErrorStream(true);
        // Java asks /proc where it is itself.
        Path libraries = Path.of(System.getProperty("java.home"), "lib");
        process.environment().put("LD_LIBRARY_PATH", libraries + File.pathSeparator + libraries.resolve("server"));

        try (var other = new OtherProcess(process.start())) {
            assertThat(other.hearAll()).containsExactly("linked");
        }
        assertThat(Files.isSameFile(folder.resolve("output/model.bin"), content))
                .isTrue();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Lays a folder's file out in a folder below it, and says so. */
    static final class HardLink {

        private HardLink() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            new OutputDirectory(folder.resolve("output"), Layout.TREE, LinkMode.HARD)
                    .update(folder, List.of(RepoFile.named("model.bin")));
            System.out.println("linked");
        }
    }
}
