package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCertificate;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testproxy.ProxiedRequest;
import io.github.hfmodels.testproxy.TestProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go by a proxy, which is a real one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyTest {

    private static final Proxy.Login LOGIN = new Proxy.Login("me", "pässword: of mine");

    private static SSLContext before;
    private static SSLContext tls;

    private final TestProxy proxy = TestProxy.start();
    private @Nullable TestHub hub;

    @BeforeAll
    static void trustTheHub(@TempDir Path folder) throws Exception {
        before = SSLContext.getDefault();
        tls = TestCertificate.create(folder).context();
        SSLContext.setDefault(tls);
    }

    @AfterAll
    static void trustWhoWasTrusted() {
        SSLContext.setDefault(before);
    }

    @AfterEach
    void stop() {
        proxy.close();
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void plainHttp_isPassedOn() throws IOException {
        start(TestHub.builder());

        assertThat(status(question(), to(proxy, null))).isEqualTo(200);

        assertThat(proxy.requests())
                .containsExactly(new ProxiedRequest("GET", question().toString(), 200, false));
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void nothingUnasked_isSentOverPlainHttp() throws IOException {
        start(TestHub.builder());

        status(question(), to(proxy, null));

        assertThat(hub.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.header("Upgrade")).isEmpty());
    }

    @Test
    void hostsWithAnUnderscore_areReached() throws IOException {
        start(TestHub.builder());
        proxy.knows("my_hub").knows("my_bucket");
        String hubPort = question().getAuthority().replaceFirst(".*:", ":");
        String bucketPort = hub.cdnEndpoint().replaceFirst(".*:", ":");
        hub.model("org/name").commit("second").lfs("model.bin", new byte[10]);
        hub.faults()
                .on(request -> request.target().startsWith("/org/name/resolve"))
                .rewriteLocation("localhost" + bucketPort, "my_bucket" + bucketPort);
        URI file = URI.create("http://my_hub" + hubPort + "/org/name/resolve/main/model.bin");

        assertThat(status(file, to(proxy, null))).isEqualTo(200);

        assertThat(proxy.requests()).hasSize(2);
        assertThat(proxy.requests().get(0).target()).startsWith("http://my_hub" + hubPort + "/");
        assertThat(proxy.requests().get(1).target()).startsWith("http://my_bucket" + bucketPort + "/");
    }

    @Test
    void hostsWithAnUnderscore_areReachedThroughATunnel() {
        start(TestHub.builder().tls(tls));
        proxy.knows("my_hub");
        URI address = URI.create(question().toString().replace("127.0.0.1", "my_hub"));

        // The certificate is for others.
        assertThatThrownBy(() -> status(address, to(proxy, null)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("my_hub");
        assertThat(proxy.requests())
                .containsExactly(new ProxiedRequest("CONNECT", address.getRawAuthority(), 200, false));
    }

    @Test
    void addresses_passAsTheyAre() throws IOException {
        start(TestHub.builder());
        URI odd = URI.create(question() + "?a=%2F%20b&c=%C3%A4+d&e=");

        status(odd, to(proxy, null));

        assertThat(hub.requests().get(0).query()).contains("a=%2F%20b&c=%C3%A4+d&e=");
    }

    @Test
    void https_goesThroughATunnel() throws IOException {
        start(TestHub.builder().tls(tls));

        assertThat(status(question(), to(proxy, null))).isEqualTo(200);

        assertThat(proxy.requests())
                .containsExactly(new ProxiedRequest("CONNECT", question().getAuthority(), 200, false));
        assertThat(hub.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void login_goesToTheProxyUnaskedAndNotToTheHub(boolean encrypted) throws IOException {
        start(encrypted ? TestHub.builder().tls(tls) : TestHub.builder());
        proxy.login(LOGIN.user(), LOGIN.password());

        assertThat(status(question(), to(proxy, LOGIN))).isEqualTo(200);

        assertThat(proxy.requests()).hasSize(1).allMatch(ProxiedRequest::hasLogin);
        assertThat(hub.requests())
                .hasSize(1)
                .noneMatch(request -> request.header("Proxy-Authorization").isPresent());
    }

    @Test
    void proxyThatIsEncryptedItself_isUsed() throws IOException {
        start(TestHub.builder().tls(tls));
        try (TestProxy encrypted = TestProxy.start(tls).login("me", "secret")) {
            var found = new Proxy("https", "localhost", encrypted.port(), new Proxy.Login("me", "secret"), "the test");

            assertThat(status(question(), address -> Optional.of(found))).isEqualTo(200);

            assertThat(encrypted.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void proxyThatWantsALogin_isNamed(boolean encrypted) {
        start(encrypted ? TestHub.builder().tls(tls) : TestHub.builder());
        proxy.login("somebody", "else");

        assertThatThrownBy(() -> status(question(), to(proxy, null)))
                .isInstanceOf(ProxyException.class)
                .hasMessage("the proxy 127.0.0.1:" + proxy.port() + " (from the test) wants a login (407)");
        assertThatThrownBy(() -> status(question(), to(proxy, LOGIN)))
                .isInstanceOfSatisfying(
                        ProxyException.class,
                        e -> assertThat(e.advice())
                                .isEqualTo(Advice.of("check user and password where it is configured")))
                .hasMessageEndingWith("refuses the login (407)")
                .hasMessageNotContaining(LOGIN.password());
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void proxyThatWantsAnotherKindOfLogin_isNamed() {
        start(TestHub.builder().tls(tls));
        proxy.login("somebody", "else").challenge("Negotiate");

        assertThatThrownBy(() -> status(question(), to(proxy, LOGIN)))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("wants another login than Basic, which is not supported (407 Negotiate)");
    }

    @Test
    void proxyThatForbidsTheHost_isTheUsersToMend() {
        start(TestHub.builder().tls(tls));
        proxy.refuse("127.0.0.1", 403);

        assertThatThrownBy(() -> status(question(), to(proxy, null)))
                .isInstanceOfSatisfying(
                        ProxyException.class, e -> assertThat(e.isUserError()).isTrue())
                .hasMessageContaining("refuses to connect to " + question().getAuthority() + " (403)");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void proxyThatCannotReachTheHost_isNotTheUsersToMend() {
        start(TestHub.builder().tls(tls));
        proxy.refuse("127.0.0.1", 502);

        assertThatThrownBy(() -> status(question(), to(proxy, null)))
                .isInstanceOfSatisfying(
                        ProxyException.class, e -> assertThat(e.isUserError()).isFalse())
                .hasMessageContaining("cannot reach " + question().getAuthority() + " (502)");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502})
    void answerOfTheHubThroughATunnel_isNotTakenForTheProxys(int status) {
        start(TestHub.builder().tls(tls));
        hub.faults().onPath("/name").status(status);

        assertThatThrownBy(() -> status(question(), to(proxy, null))).isInstanceOf(HttpStatusException.class);
    }

    @Test
    void proxyThatIsNotThere_isNamed() {
        start(TestHub.builder());
        proxy.close();

        assertThatThrownBy(() -> status(question(), to(proxy, null)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(
                        "127.0.0.1 cannot be reached by the proxy 127.0.0.1:" + proxy.port() + " (from the test): ");
    }

    @Test
    void wrongConfiguration_isTheUsersToMend() {
        start(TestHub.builder());

        URI other = URI.create("http://localhost:1/x");
        ProxyRoutes wrongForOthers = address -> {
            if (address.equals(other)) {
                throw new UserException("no such proxy");
            }
            return Optional.empty();
        };

        assertThatThrownBy(() -> status(other, wrongForOthers))
                .isInstanceOfSatisfying(
                        ProxyException.class, e -> assertThat(e.isUserError()).isTrue())
                .hasMessage("no such proxy");
    }

    @Test
    void eachHost_hasItsOwnProxy() throws IOException {
        start(TestHub.builder());
        hub.model("org/name").commit("second").lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8));
        URI file = URI.create(hub.endpoint() + "/org/name/resolve/main/model.bin");

        ProxyRoutes routes = address ->
                address.getHost().equals("localhost") ? to(proxy, null).proxyFor(address) : Optional.empty();
        assertThat(status(file, routes)).isEqualTo(200);

        assertThat(hub.requests()).extracting(RecordedRequest::server).containsExactly(Server.HUB, Server.CDN);
        assertThat(proxy.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.target()).startsWith(hub.cdnEndpoint()));
    }

    @Test
    void secrets_goToTheEndpointAlone() throws IOException {
        start(TestHub.builder());
        hub.token("hf_secret").model("org/name").commit("second").lfs("model.bin", new byte[10]);
        URI file = URI.create(hub.endpoint() + "/org/name/resolve/main/model.bin");

        status(file, ProxyRoutes.DIRECT);

        assertThat(hub.requests()).hasSize(2).allSatisfy(request -> {
            boolean isHub = request.server() == Server.HUB;
            assertThat(request.header("Authorization").isPresent()).isEqualTo(isHub);
            assertThat(request.header("X-Key").isPresent()).isEqualTo(isHub);
        });
    }

    @Test
    void secretsForThisMachine_doNotLeaveItByAProxyElsewhere() throws IOException {
        start(TestHub.builder());
        // Not one of the names of this machine, although it leads there.
        var elsewhere = new Proxy("http", "[::ffff:127.0.0.1]", proxy.port(), null, "the test");

        try (var log = new CapturedLog()) {
            status(question(), address -> Optional.of(elsewhere));
            assertThat(log.lines("The headers [X-Key] from the test are not sent over plain http"))
                    .hasSize(1);
            assertThat(log.text()).doesNotContain("secret of this header");
        }

        assertThat(proxy.requests()).hasSize(1);
        assertThat(hub.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("X-Key")).isEmpty();
        });
    }

    private void start(TestHub.Builder builder) {
        hub = builder.start();
        hub.model("org/name").commit("first").file("a", "1");
        hub.token("hf_secret");
    }

    private URI question() {
        return URI.create(hub.endpoint() + "/api/models/org/name");
    }

    /** The server and the proxy may repeat them. */
    @Test
    void whatIsSentToIdentifyTheUser_isNotPrintedFromThenOn() throws IOException {
        start(TestHub.builder());
        proxy.login(LOGIN.user(), LOGIN.password());

        status(question(), to(proxy, LOGIN));

        assertThat(Printable.line(
                        "hf_secret, secret of this header, " + LOGIN.password() + ", bWU6cMOkc3N3b3JkOiBvZiBtaW5l"))
                .isEqualTo("***, ***, ***, ***");
    }

    @Test
    void login_isNotPrintedAfterItIsSent() throws IOException {
        start(TestHub.builder());
        byte[] login = "ci:of the ProxyTest".getBytes(StandardCharsets.UTF_8);
        String header = "Basic " + Base64.getEncoder().encodeToString(login);

        // This server knows tokens alone.
        assertThatThrownBy(() -> status(question(), ProxyRoutes.DIRECT, new Authorization(header, "the test")))
                .isInstanceOf(HttpStatusException.class);

        assertThat(Printable.line(header + ", of the ProxyTest"))
                .startsWith("Basic ***")
                .endsWith(", ***")
                .doesNotContain("Y2k6", "VGVz");
    }

    private static ProxyRoutes to(TestProxy proxy, Proxy.@Nullable Login login) {
        return address -> Optional.of(new Proxy("http", "127.0.0.1", proxy.port(), login, "the test"));
    }

    private int status(URI address, ProxyRoutes routes) throws IOException {
        return status(address, routes, Authorization.bearer("hf_secret", "the test"));
    }

    private int status(URI address, ProxyRoutes routes, Authorization authorization) throws IOException {
        Duration patience = Duration.ofSeconds(20);
        var settings = new HttpSettings(
                "test", 4, patience, patience, patience, null, 0, patience, routes, HttpSettings.Shared.own(4), false);
        var credentials = Credentials.of(
                URI.create(hub.endpoint()),
                authorization,
                new Credentials.Headers(Map.of("X-Key", "secret of this header"), "the test"));
        try (var transport = new HttpTransport(settings, pause -> {}, InstantSource.system(), new Redirects() {})) {
            return transport
                    .get(HttpRequest.api(address, credentials), HttpResponse::head)
                    .status();
        }
    }
}
