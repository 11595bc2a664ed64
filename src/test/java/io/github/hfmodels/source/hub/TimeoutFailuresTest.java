package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.RawServer.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users are told to raise when a server takes too long. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeoutFailuresTest {

    private static final Duration AGES = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(800);
    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final RepoFile FILE = new RepoFile("a.bin", 4, "a".repeat(40), null, null);
    private static final int RETRIES = 2;

    private static final Answer SILENT = client -> {
        client.readRequest();
        client.readByte();
    };

    @Test
    void aServerThatDoesNotBeginToAnswer(@TempDir Path folder) {
        try (var server = RawServer.start(SILENT)) {
            assertTold(
                    listing(server.address(), settings(AGES, MOMENT, AGES)),
                    "revision 'main': 127.0.0.1 cannot be reached (timed out: no answer within 1 s); raise"
                            + " hf.firstByteTimeout, check network and proxy, or build with -o");
            assertThat(server.requests()).hasSize(1 + RETRIES);
            assertTold(
                    content(server.address(), settings(AGES, MOMENT, AGES), folder),
                    "a.bin: 127.0.0.1 cannot be reached (timed out: no answer within 1 s); raise"
                            + " hf.firstByteTimeout, check network and proxy, or build with -o");
        }
    }

    @Test
    void aServerThatStopsInAnAnswer(@TempDir Path folder) {
        try (var server = RawServer.start(client -> {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
            client.readByte();
        })) {
            assertTold(
                    content(server.address(), settings(AGES, AGES, MOMENT), folder),
                    "; raise hf.readTimeout, check network and proxy, or build with -o");
        }
    }

    @Test
    void aConnectionThatDoesNotComeAbout() {
        try (var server = RawServer.start(client -> {
            while (true) {
                client.readByte();
            }
        })) {
            assertTold(
                    listing(server.address().replace("http:", "https:"), settings(MOMENT, AGES, AGES)),
                    Kind.UNREACHABLE,
                    "; raise hf.connectTimeout, check network and proxy, or build with -o");
        }
    }

    private static void assertTold(SourceException failure, String end) {
        assertTold(failure, Kind.UNAVAILABLE, end);
    }

    private static void assertTold(SourceException failure, Kind kind, String end) {
        assertThat(new AdviceText("").of(new UserException(failure.getMessage(), failure.advice())))
                .endsWith(end);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private static SourceException listing(String endpoint, HttpSettings settings) {
        return catchThrowableOfType(SourceException.class, () -> {
            try (HubSource source = source(endpoint, settings)) {
                source.list(new ListingRequest(REPO, Revision.MAIN));
            }
        });
    }

    private static SourceException content(String endpoint, HttpSettings settings, Path folder) {
        return catchThrowableOfType(SourceException.class, () -> {
            try (HubSource source = source(endpoint, settings)) {
                source.fetch(REPO, new CommitHash("c".repeat(40)), FILE, folder.resolve("part"), TransferObserver.NONE);
            }
        });
    }

    private static HubSource source(String endpoint, HttpSettings settings) {
        return new HubSource(
                new SourceEndpoint(URI.create(endpoint), TestSettings.anonymous(endpoint), false, false),
                settings,
                new ConcurrentHashMap<>(),
                pause -> {},
                InstantSource.system());
    }

    private static HttpSettings settings(Duration connect, Duration firstByte, Duration silence) {
        return new HttpSettings(
                "test",
                4,
                connect,
                silence,
                silence,
                firstByte,
                RETRIES,
                AGES,
                ProxyRoutes.DIRECT,
                HttpSettings.Shared.own(4),
                false);
    }
}
