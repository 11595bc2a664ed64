package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: a limit for what a build may download. */
class MaxSizeTest {

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();

    MaxSizeTest() {
        hub.model("org/one").commit("first").lfs("model.bin", new byte[1_200_000]);
        hub.model("org/two").commit("first").lfs("model.bin", new byte[800_000]).file("config.json", "{}");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aPlanOfMore_isRefusedBeforeTheFirstByte() {
        TestBuild build = build(1_500_000).model("org/one").model("org/two");

        assertThatThrownBy(build::run)
                .isInstanceOf(UserException.class)
                .hasMessage("2.0 MB would be downloaded, more than the 1.5 MB that are allowed:"
                        + " org/one@main 1.2 MB, org/two@main 800.0 kB")
                .extracting(mistake -> TestBuild.ADVICE.of((UserException) mistake))
                .asString()
                .endsWith("; raise hf.maxSize, or select fewer files with <includes>");
        assertThat(hub.paths("GET")).noneMatch(path -> path.contains("/resolve/"));
        // The listings alone are there, for the next build.
        assertThat(folder.resolve("models--org--one")).isDirectoryNotContaining("regex:.*/(blobs|snapshots|refs)");
    }

    private TestBuild build(long most) {
        return new TestBuild(hub.endpoint(), folder).maxBytes(most);
    }
}
