package io.github.hfmodels.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What verifying finds in damaged caches, beside what huggingface_hub's {@code hf cache verify} finds in them. */
@Timeout(300)
class PythonVerificationTest {

    /** For each cache that is named, sorted, what differs, is missing, and is there besides. */
    private static final String VERIFY = """
            import sys
            from huggingface_hub import HfApi
            for cache in sys.argv[1:]:
                result = HfApi().verify_repo_checksums("org/tiny", cache_dir=cache)
                lines = [f"mismatch {each['path']}" for each in result.mismatches]
                lines += [f"missing {path}" for path in result.missing_paths]
                lines += [f"extra {path}" for path in result.extra_paths]
                print("|".join(sorted(lines)))
            """;

    private static final List<String> FILES =
            List.of("config.json", "empty.txt", "sub/dür/文.txt", "model.safetensors", "sub/weights.bin");

    /** What is done to a file. */
    @FunctionalInterface
    private interface Damage {
        void of(Path file, Path content) throws IOException;
    }

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private Python python;
    private String commit;

    @BeforeEach
    void fillHub() {
        python = Python.requireHuggingfaceHub();
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{\"a\": 1}")
                .file("empty.txt", "")
                .file("sub/dür/文.txt", "names\n")
                .lfs("model.safetensors", new byte[30_000])
                .lfs("sub/weights.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void bothFindTheSame() throws IOException {
        var caches = new ArrayList<Path>();
        for (boolean links : new boolean[] {true, false}) {
            for (String file : FILES) {
                caches.add(cache(links, file, "flipped", (path, content) -> {
                    byte[] bytes = Files.readAllBytes(content);
                    Files.write(content, bytes.length == 0 ? new byte[] {1} : flipped(bytes));
                }));
                caches.add(cache(links, file, "truncated", (path, content) -> Files.write(content, new byte[0])));
                caches.add(cache(links, file, "missing", (path, content) -> Files.delete(path)));
                caches.add(cache(links, file, "no content", (path, content) -> Files.delete(content)));
                caches.add(cache(
                        links, file, "extra", (path, content) -> Files.writeString(path.resolveSibling("x.txt"), "x")));
            }
        }

        String[] theirs = python.run(
                        Map.of("HF_ENDPOINT", hub.endpoint()),
                        VERIFY,
                        caches.stream().map(Path::toString).toArray(String[]::new))
                .split("\n", -1);

        hub.clearRequests();
        for (int i = 0; i < caches.size(); i++) {
            assertThat(ours(caches.get(i))).as("%s", caches.get(i)).isEqualTo(theirs[i]);
        }
        assertThat(hub.requests()).isEmpty();
        assertThat(Arrays.stream(theirs).filter(each -> !each.isEmpty()))
                .as("so that they agree on something")
                .hasSizeGreaterThan(40);
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    private Path cache(boolean links, String file, String name, Damage damage) throws IOException {
        Path cache = folder.resolve((links ? "links " : "files ") + name + " " + file.replace('/', ' '));
        TestBuild build = new TestBuild(hub.endpoint(), cache);
        (links ? build : build.withoutSymlinks()).ready("org/tiny");
        Path path = cache.resolve("models--org--tiny/snapshots").resolve(commit).resolve(file);
        damage.of(path, path.toRealPath());
        return cache;
    }

    /** What the model needs, and what is in its snapshot besides, in the words of the script. */
    private String ours(Path cache) {
        TestBuild build = new TestBuild(hub.endpoint(), cache).model("org/tiny");
        var lines = new ArrayList<String>();
        for (Finding finding : build.verify().findings()) {
            lines.add(word(finding) + " " + finding.file().path());
        }
        for (Finding finding : build.verifyAll().findings()) {
            if (finding.kind() == Finding.Kind.NOT_LISTED) {
                lines.add(word(finding) + " " + finding.file().path());
            }
        }
        Collections.sort(lines);
        return String.join("|", lines);
    }

    private static String word(Finding finding) {
        return switch (finding.kind()) {
            case WRONG_CONTENT, WRONG_LENGTH -> "mismatch";
            case MISSING, DANGLING_LINK -> "missing";
            case NOT_LISTED -> "extra";
            default -> finding.toString();
        };
    }
}
