package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.process.ServerProgram;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.testhub.Personality;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testproxy.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** End to end: builds by way of real proxies and static servers in front of the test Hub: {@code mvn verify -Pproxies}. */
@Tag("proxies")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RealProxiesTest {

    private static final String EXPECTED = """
            | server          | head | range    | etag    | commit | second time | cold | warm | moved | one file | lock | locked | private       | stranger      | gated         | admitted      | resumed     | broken off | two at once | data set | empty     | absent        |
            | nginx           | 200  | 206      | hash    | kept   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | nginx prefix    | 200  | 206      | hash    | kept   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | nginx cache     | 200  | 206      | hash    | kept   | not asked   | ok   | 0    | old   | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | nginx no ranges | 200  | 200, all | hash    | kept   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | starts over | ok         | ok          | ok       | ok        | no repository |
            | nginx folder    | 200  | 206      | its own | none   | not asked   | ok   | 0    | old   | ok       | ok   | ok     | no repository | no repository | no repository | no repository | ok          | ok         | ok          | ok       | ok        | no repository |
            | apache          | 200  | 206      | hash    | kept   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | apache folder   | 200  | 206      | weak    | none   | not asked   | ok   | 0    | old   | ok       | ok   | ok     | no repository | no repository | no repository | no repository | ok          | ok         | ok          | ok       | ok        | no repository |
            | varnish         | 200  | 206      | hash    | kept   | not asked   | ok   | 0    | old   | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | haproxy         | 200  | 206      | hash    | kept   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | squid           | 200  | 206      | hash    | kept   | not asked   | ok   | 0    | old   | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            | squid forward   | 200  | 206      | its own | none   | asked       | ok   | 1    | ok    | ok       | ok   | ok     | ok            | no repository | gated         | ok            | ok          | ok         | ok          | ok       | ok        | no repository |
            """;

    private static final ServerMatrix MATRIX = new ServerMatrix();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyBuildEndsAsItShould(RealServer server) throws Exception {
        assumeTrue(
                ServerProgram.find(server.program()).isPresent(),
                () -> "skipped: this machine has no " + server.program());
        Path work = Files.createDirectory(folder.resolve("work"));
        Path served = Files.createDirectory(folder.resolve("served"));
        // By a proxy that is configured as such, contents come from where the Hub has them.
        boolean isForward = server == RealServer.SQUID_FORWARD;
        TestHub hub = TestHub.builder()
                .personality(isForward ? Personality.HUB : Personality.SERVES_CONTENTS)
                .start();
        Map<String, String> cells = new LinkedHashMap<>();
        try (var builds = new ServerBuilds(hub, 0, folder.resolve("caches"));
                ServerProgram running = server.start(work, hub.endpoint().replace("http://", ""), served)) {
            if (server.servesFolder()) {
                new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                        .model(ServedModels.MODEL)
                        .model("org/large")
                        .model("org/empty")
                        .model("hf://datasets/org/data")
                        .mirror(served);
            }
            String endpoint = isForward ? hub.endpoint() : "http://127.0.0.1:" + running.port() + server.prefix();
            builds.at(endpoint).by(isForward ? to(running.port()) : ProxyRoutes.DIRECT);
            cells.putAll(new ServerProbe(hub, endpoint, isForward ? running.port() : 0).answers("org/large"));
            for (Situation situation : Situation.values()) {
                cells.put(situation.toString(), builds.outcome(situation));
            }
        }
        MATRIX.add(server.toString(), cells);

        assertThat(ServerMatrix.differences(EXPECTED, server.toString(), cells)).isEmpty();
    }

    private static ProxyRoutes to(int port) {
        return address -> Optional.of(new Proxy("http", "127.0.0.1", port, null, "the test"));
    }

    @AfterAll
    static void writeMatrix() throws Exception {
        MATRIX.write(Path.of("target", "proxy-matrix.md"));
    }
}
