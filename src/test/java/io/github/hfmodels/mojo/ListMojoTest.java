package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.cache.CacheShape;
import io.github.hfmodels.prefetch.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class ListMojoTest extends GoalTest {

    @Test
    @InjectMojo(goal = "list", pom = NO_MODELS)
    void theCache_isPrintedAndWritten_withoutARequest(ListMojo mojo) throws Exception {
        Path cache = write(CacheShape.GHOST_REF);
        Path file = folder.resolve("new/folder/list.json");
        MojoExtension.setVariableValueToObject(mojo, "listFile", file.toString());

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("org/tiny (main, refs/pr/1, v1)")
                    .contains("damaged: ")
                    .contains("The cache is " + cache)
                    .contains("1 repository is damaged");
        }

        JsonNode list = new ObjectMapper().readTree(file.toFile());
        assertThat(list.at("/repositories/0/id").asText()).isEqualTo("org/tiny");
        assertThat(hub.requests()).isEmpty();
        assertThat(folder.resolve("new/folder").toFile().list()).containsExactly("list.json");
    }

    @Test
    @InjectMojo(goal = "list", pom = NO_MODELS)
    void theListFile_mayBeInTheHomeFolder(ListMojo mojo) throws Exception {
        session.getSystemProperties()
                .setProperty("env.HOME", folder.resolve("user").toString());
        MojoExtension.setVariableValueToObject(mojo, "listFile", "~/list.json");

        mojo.execute();

        assertThat(folder.resolve("user/list.json")).isNotEmptyFile();
    }

    @Test
    @InjectMojo(goal = "list", pom = NO_MODELS)
    void withoutACache_thereIsNone_andNoneIsMade(ListMojo mojo) throws Exception {
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("There is no cache at " + folder.resolve("home/hub"));
        }
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "list", pom = NO_MODELS)
    void aCacheThatIsAFile_isNamedWithTheReason(ListMojo mojo) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        MojoExtension.setVariableValueToObject(mojo, "cacheDirectory", file.toString());

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage(
                        "the cache " + file + " cannot be read: expected a folder, it is something else; move it away");
    }

    private Path write(CacheShape shape) throws IOException {
        Path cache = folder.resolve("home/hub");
        shape.write(cache);
        return cache;
    }
}
