package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.EnvironmentVariables;
import io.github.hfmodels.settings.HubEnvironment;
import io.github.hfmodels.settings.SessionSettings;
import io.github.hfmodels.testhub.TestHub;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goals with endpoints that settings.xml or the build itself changes. */
class EndpointGoalsTest extends GoalTest {

    @javax.inject.Inject
    private SettingsDecrypter decrypter;

    private final Settings settings = new Settings();
    private final Mirror mirror = new Mirror();

    @BeforeEach
    void mirrorTheHub() {
        session.getSystemProperties().remove("env.HF_ENDPOINT");
        when(session.getSettings()).thenReturn(settings);
        mirror.setId("corp");
        mirror.setMirrorOf("huggingface");
        mirror.setUrl(hub.endpoint());
        settings.addMirror(mirror);
        hub.model("org/tiny").commit("first").file("config.json", "{}").id();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void blockedHub_isAnErrorOnlyWhereItWouldBeAsked(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny");
        mirror.setBlocked(true);
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("https://huggingface.co is <blocked> by a mirror of 'huggingface' in settings.xml, and there is no"
                        + " other endpoint; give that mirror the <url> of one, or set hf.endpoint or HF_ENDPOINT");

        mirror.setBlocked(false);
        startBuild();
        mojo.execute();
        mirror.setBlocked(true);
        startBuild();
        hub.clearRequests();
        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.text()).contains("1 model ready: all cached");
        }
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void blockedHub_isAnErrorWhereOnlyAContentIsMissing(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny");
        mojo.execute();
        Path blobs = folder.resolve("home/hub/models--org--tiny/blobs");
        try (Stream<Path> files = Files.list(blobs)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        mirror.setBlocked(true);
        startBuild();

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("https://huggingface.co is <blocked> by a mirror of 'huggingface' in settings.xml");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void wrongEndpointAmongSeveral_isNamedBeforeAnyRequest(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny");
        MojoExtension.setVariableValueToObject(mojo, "endpoint", hub.endpoint() + ", hub.example.org");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("the endpoint is 'hub.example.org'; expected an address such as https://huggingface.co or"
                        + " file:///folder (hf.endpoint or HF_ENDPOINT)");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void pageOfAnyEndpoint_namesAModel(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(
                mojo, "endpoint", "https://huggingface.co,https://mirror.example.org/hf");
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "https://mirror.example.org/hf/org/tiny");

        mojo.execute();

        assertThat(hub.paths("GET")).contains("/api/models/org/tiny/revision/main");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void onlyTheFirstServer_isAskedAsDragonflyIs(PrefetchMojo mojo) throws Exception {
        try (TestHub second = TestHub.start()) {
            hub.model("org/first").commit("first").file("config.json", "[]");
            MojoExtension.setVariableValueToObject(
                    mojo, "endpoint", folder.resolve("none").toUri() + "," + hub.endpoint() + "," + second.endpoint());
            MojoExtension.setVariableValueToObject(mojo, "dragonfly", true);
            second.model("org/second").commit("first").file("config.json", "{}");
            MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/first,org/second");

            mojo.execute();

            assertThat(hub.requests())
                    .anySatisfy(request ->
                            assertThat(request.header("X-Dragonfly-Use-P2P")).isPresent());
            assertThat(second.requests())
                    .isNotEmpty()
                    .allSatisfy(request ->
                            assertThat(request.header("X-Dragonfly-Use-P2P")).isEmpty());
        }
    }

    @Test
    void endpointThatIsShown_isTheFirstThatIsNotGivenUp() {
        ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();
        var parameters = new ConnectionParameters(
                "https://a.test,https://b.test", 16, 10, null, null, 5, 600, new HubEnvironment(new EnvironmentVariables(name -> null)));
        var connection = new SourceConnection(
                parameters,
                new SessionSettings(session, decrypter),
                "huggingface",
                (address, credentials, isFirst, http) -> {
                    throw new AssertionError("nothing is asked");
                },
                false,
                memory);
        assertThat(connection.current()).isEqualTo(URI.create("https://a.test"));

        memory.put("unreachable https://a.test", "it is down");
        assertThat(connection.current()).isEqualTo(URI.create("https://b.test"));

        memory.put("unreachable https://b.test", "it is down");
        assertThat(connection.current()).isEqualTo(URI.create("https://a.test"));
    }
}
