package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.TestHub;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void fetch_ofMoreThanTheHubServes_isRefusedWithoutARequest() {
        try (TestHub hub = TestHub.start()) {
            SourceException failure = fetch(hub, 50_000_000_001L);

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure.isUserError()).isTrue();
            assertThat(failure)
                    .hasMessage("the Hub does not serve files over 50 GB by plain HTTP: big.bin has 50000000001 bytes;"
                            + " leave it out with <excludes>");
            assertThat(hub.requests()).isEmpty();
        }
    }

    private SourceException fetch(TestHub hub, long size) {
        var settings = new HttpSettings(
                URI.create(hub.endpoint()), null, "test", 2, PATIENCE, PATIENCE, PATIENCE, 0, PATIENCE);
        var file = new RepoFile("big.bin", size, "a".repeat(40), new RepoFile.Lfs("b".repeat(64), size), null);
        try (var source = new HubSource(settings)) {
            return catchThrowableOfType(
                    SourceException.class,
                    () -> source.fetch(
                            new RepoId(RepoType.MODEL, "org/name"),
                            new CommitHash("c".repeat(40)),
                            file,
                            folder.resolve("part"),
                            TransferObserver.NONE));
        }
    }
}
