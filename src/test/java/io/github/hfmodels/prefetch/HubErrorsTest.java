package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: each way in which the Hub can say no, and the sentence that a user reads. */
class HubErrorsTest {

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void anUnknownRevision() {
        hub.model("org/name").commit("first").file("a", "1");

        assertThat(build().fails("org/name@v9").message())
                .isEqualTo("org/name@v9: the repository has no revision 'v9'; check <revision>");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aHubThatIsDown(int status) {
        always().body(status, "text/html", "<html>bad gateway</html>".getBytes())
                .header("X-Request-Id", "abc-1");

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message())
                .isEqualTo("org/name@main: revision 'main': the Hub answered " + status
                        + " [request abc-1]; try again later");
        assertThat(failure.isUserError()).isFalse();
    }

    @Test
    void legalReasonsAreToldAndNotTriedAgain() {
        hub.model("org/name").commit("first").file("a", "1");
        always().status(451);

        assertThat(build().retries(5).fails("org/name").message())
                .isEqualTo(
                        "org/name@main: revision 'main': the Hub answered 451 (Status 451), which means legal reasons; see "
                                + hub.endpoint() + "/org/name");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void aPageThatForbidsWithoutATokenSentAsksForOne() {
        always().body(403, "text/html", "<html>forbidden</html>".getBytes());

        assertThat(build().fails("org/name").message())
                .isEqualTo(
                        "org/name@main: access is forbidden; set HF_TOKEN or run 'hf auth login', or see whether a proxy"
                                + " or a firewall refuses it");
    }

    @Test
    void anAddressThatIsNoHub() {
        always().body(404, "text/html", "<html>not here</html>".getBytes());

        assertThat(build().fails("org/name").message())
                .isEqualTo("org/name@main: revision 'main' is not found at " + hub.endpoint()
                        + "/org/name; check the id and hf.endpoint");
    }

    @Test
    void aHubThatRefusesConnections() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        TestBuild.Failure failure = new TestBuild("http://127.0.0.1:" + free, cache).fails("org/name");

        assertThat(failure.message())
                .contains("127.0.0.1 cannot be reached")
                .contains("refused")
                .endsWith("check network and proxy, or build with -o");
        assertThat(failure.isUserError()).isFalse();
    }

    @Test
    void aHostThatDoesNotExist() {
        assertThat(new TestBuild("http://no-such-host.invalid", cache)
                        .fails("org/name")
                        .message())
                .contains("no-such-host.invalid cannot be reached (the host name is not known");
    }

    @Test
    void aConnectionThatBreaksOff() {
        always().closeBeforeResponse();

        assertThat(build().fails("org/name").message()).contains("127.0.0.1 cannot be reached");
    }

    private Fault always() {
        return hub.faults().on(request -> true);
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
    }
}
