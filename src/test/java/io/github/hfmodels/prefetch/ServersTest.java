package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Personality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * End to end: builds at servers that speak the Hub's protocol more poorly. A cell is what becomes of a build; of a warm one, how many
 * requests it makes.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ServersTest {

    private static final String EXPECTED = """
            """;

    private static final ServerMatrix MATRIX = new ServerMatrix();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyBuildEndsAsItShould(Personality server) throws IOException {
        var cells = new EnumMap<Situation, String>(Situation.class);
        try (var builds = new ServerBuilds(server, folder)) {
            for (Situation situation : Situation.values()) {
                cells.put(situation, builds.outcome(situation));
            }
        }
        MATRIX.add(server, cells);

        assertThat(cells).as(server.toString()).isEqualTo(ServerMatrix.row(EXPECTED, server));
    }

    @AfterAll
    static void writeMatrix() throws IOException {
        MATRIX.write(Path.of("target", "server-matrix.md"));
    }
}
