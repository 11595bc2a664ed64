package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.RawServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents that an ETag names, which is no hash. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaggedContentTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final RepoFile FILE = RepoFile.tagged("a.bin", 2, "5f3a-2d");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ETag: \"5f3a-2d\"",
                "ETag: W/\"5f3a-2d\"",
                "X-Other: 1",
                "X-Linked-ETag: \"5F3A-2D\"\r\nETag: b9"
            })
    void contentOfThatTag_isTaken(String headers) throws IOException {
        try (var server = answering(headers)) {
            fetch(server, FILE);
        }

        assertThat(folder.resolve("part")).hasContent("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: \"b9\"", "X-Linked-ETag: \"b9\"\r\nETag: \"5f3a-2d\""})
    void contentOfAnotherTag_isNot(String headers) {
        try (var server = answering(headers)) {
            SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(server, FILE));

            assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(failure).hasMessageEndingWith(" answered with the ETag b9 instead of 5f3a-2d");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void contentWithAHash_mayHaveAnyTag() throws IOException {
        var file = new RepoFile("a.bin", 2, "9e26dfeeb6e641a33dae4961196235bdb965b21b", null, null);
        try (var server = answering("ETag: \"b9\"")) {
            fetch(server, file);
        }

        assertThat(folder.resolve("part")).hasContent("{}");
    }

    @Test
    void anEmptyNameOfACommit_isNone() throws IOException {
        try (var server = answering("X-Repo-Commit: ")) {
            fetch(server, FILE);
        }

        assertThat(folder.resolve("part")).hasContent("{}");
    }

    @Test
    void aTagThatCannotNameAFile_isToldAsThat() {
        try (var server = answering("ETag: \"a/../b\"")) {
            SourceException failure = catchThrowableOfType(SourceException.class, () -> {
                try (HubSource source = source(server)) {
                    source.describe(REPO, COMMIT, "a.bin");
                }
            });

            assertThat(failure)
                    .hasMessageEndingWith("lists it by name alone, and the ETag of its content cannot name a file");
        }
    }

    private static RawServer answering(String headers) {
        return RawServer.start(client -> {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n" + headers + "\r\n\r\n{}");
        });
    }

    private void fetch(RawServer server, RepoFile file) throws IOException {
        try (HubSource source = source(server)) {
            source.fetch(REPO, COMMIT, file, folder.resolve("part"), TransferObserver.NONE);
        }
    }

    private static HubSource source(RawServer server) {
        return new HubSource(
                new SourceEndpoint(
                        URI.create(server.address()), TestSettings.anonymous(server.address()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system());
    }
}
