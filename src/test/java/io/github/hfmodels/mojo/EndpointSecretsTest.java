package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole goal with several endpoints: every server sees the secrets that are meant for it, and no others. */
class EndpointSecretsTest extends GoalTest {

    private static final List<String> NAMES =
            List.of("env", "file", "huggingface", "ours", "corp", "localhost", "127.0.0.1");

    private final Settings settings = new Settings();
    private TestHub other;
    private String first;
    private String second;

    @BeforeEach
    void startOther() {
        other = TestHub.start();
        first = hub.endpoint();
        second = other.endpoint().replace("127.0.0.1", "localhost");
        session.getSystemProperties().remove("env.HF_ENDPOINT");
        when(session.getSettings()).thenReturn(settings);
        for (TestHub each : List.of(hub, other)) {
            NAMES.forEach(name -> each.token(secret(name)).user("user", secret(name)));
            each.model("org/tiny")
                    .commit("first")
                    .file("config.json", "{}")
                    .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                    .id();
        }
    }

    @AfterEach
    void stopOther() {
        other.close();
        session.getSystemProperties().keySet().removeIf(name -> name.toString().startsWith("env.HF_TOKEN"));
    }

    /**
     * The endpoints (the public Hub, with a mirror, is the first server, too), where tokens are, the servers of settings.xml (with +
     * those that have a user name), and the secrets that each server sees.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
            endpoints     | tokens   | servers                          | first           | second
            first second  | -        | -                                | -               | -
            first second  | env      | -                                | env             | env
            first second  | file     | -                                | file            | file
            first second  | env file | -                                | env             | env
            first second  | -        | huggingface                      | huggingface     | -
            first second  | env      | huggingface                      | huggingface     | env
            first second  | env      | huggingface localhost            | huggingface     | localhost
            first second  | -        | localhost                        | -               | localhost
            first second  | -        | 127.0.0.1 +localhost             | 127.0.0.1       | localhost
            first second  | -        | +huggingface 127.0.0.1 localhost | huggingface     | localhost
            first second  | -        | corp ours                        | -               | -
            public second | -        | huggingface                      | -               | -
            public second | -        | corp huggingface                 | corp            | -
            public second | -        | +corp localhost ours             | corp            | localhost
            public second | env      | corp                             | corp            | env
            second public | -        | corp huggingface localhost       | corp            | huggingface
            second public | file     | corp                             | corp            | file
            -             | env      | huggingface                      | env             | -
            -             | env      | corp huggingface                 | corp            | -
            """)
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void secrets_areSeenByWhomTheyAreFor(
            String endpoints, String tokens, String servers, String seenByFirst, String seenBySecond, PrefetchMojo mojo)
            throws Exception {
        configure(endpoints, tokens, servers);
        // Whichever is asked first does not have the model, and sends the second its contents from elsewhere.
        boolean isSecondFirst = endpoints != null && endpoints.startsWith("second");
        (isSecondFirst ? other : hub)
                .faults()
                .on(request -> request.path().startsWith("/api/models/"))
                .status(404);
        if (endpoints == null) {
            hub.faults().clear();
        }

        run(mojo, endpoints);

        assertThat(secretsAt(hub)).isEqualTo(set(seenByFirst));
        assertThat(secretsAt(other)).isEqualTo(set(seenBySecond));
    }

    @ParameterizedTest
    @CsvSource({
        "first second, env, huggingface localhost",
        "first second, -, +huggingface +localhost",
        "public second, env, corp huggingface localhost",
    })
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void secretsOfTheFirst_doNotFollowARedirectToTheSecond(
            String endpoints, String tokens, String servers, PrefetchMojo mojo) throws Exception {
        configure(endpoints, tokens, servers);
        hub.faults()
                .on(request -> request.path().contains("/resolve/"))
                .rewriteHeader("Location", second + "/elsewhere");

        run(mojo, endpoints);

        assertThat(other.requests(request -> request.path().equals("/elsewhere")))
                .isNotEmpty()
                .allMatch(request -> request.header("Authorization").isEmpty());
        assertThat(secretsAt(other)).doesNotContain("huggingface", "corp");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void secretsOfOneEndpoint_doNotFollowARedirectToAnotherOnTheSameServer(PrefetchMojo mojo) throws Exception {
        configure("public", null, "corp huggingface");
        settings.getMirrors().get(0).setUrl(first + "/x");
        String target = first + "/y/elsewhere";
        hub.faults().on(request -> request.path().startsWith("/x/")).redirectTo(target);

        run(mojo, "public " + first + "/y");

        assertThat(hub.requests(request -> request.path().startsWith("/x/")))
                .isNotEmpty()
                .allMatch(request -> secrets(request).equals(Set.of("corp")));
        assertThat(hub.requests(request -> request.path().equals("/y/elsewhere")))
                .isNotEmpty()
                .allMatch(request -> secrets(request).isEmpty());
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void loginThatIsWanted_isAskedForByTheIdOfItsServer(PrefetchMojo mojo) throws Exception {
        hub.requireCredentials();
        other.requireCredentials();

        configure("public second", null, "-");
        assertThat(run(mojo, "public second"))
                .isEqualTo("org/tiny@main: 127.0.0.1: 127.0.0.1 wants a login (Authentication required) [request X];"
                        + " give the login for it in settings.xml, as the <server> with <id>corp</id>");
        hub.faults().on(any -> true).status(404);
        startBuild();
        assertThat(run(mojo, "public second"))
                .endsWith(
                        "; localhost: localhost wants a login (Authentication required) [request X]; give the login for"
                                + " it in settings.xml, as the <server> with <id>localhost</id>");
    }

    private void configure(String endpoints, String tokens, String servers) throws Exception {
        if (endpoints == null || endpoints.contains("public")) {
            var mirror = new Mirror();
            mirror.setId("corp");
            mirror.setMirrorOf("central,huggingface");
            boolean isSecondFirst = endpoints != null && endpoints.startsWith("second");
            mirror.setUrl(isSecondFirst ? first + "/" : first);
            settings.addMirror(mirror);
        }
        for (String place : words(tokens)) {
            if (place.equals("env")) {
                session.getSystemProperties().setProperty("env.HF_TOKEN", secret("env"));
            } else {
                Files.createDirectories(folder.resolve("home"));
                Files.writeString(folder.resolve("home/token"), secret("file"));
            }
        }
        for (String text : words(servers)) {
            var server = new Server();
            server.setId(text.replace("+", ""));
            server.setUsername(text.startsWith("+") ? "user" : null);
            server.setPassword(secret(server.getId()));
            settings.addServer(server);
        }
    }

    /** @return the failure's message, without what differs each time; empty when there is none */
    private String run(PrefetchMojo mojo, String endpoints) throws Exception {
        if (endpoints != null) {
            String addresses = endpoints
                    .replace("first", first)
                    .replace("second", second)
                    .replace("public", "https://huggingface.co")
                    .replace(" ", ",");
            MojoExtension.setVariableValueToObject(mojo, "endpoint", addresses);
        }
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny");
        MojoExtension.setVariableValueToObject(mojo, "retries", 0);
        try {
            mojo.execute();
            return "";
        } catch (org.apache.maven.plugin.AbstractMojoExecutionException e) {
            return String.valueOf(e.getMessage()).replaceAll("\\[request [^]]*]", "[request X]");
        }
    }

    private static Set<String> secretsAt(TestHub hub) {
        var all = new TreeSet<String>();
        hub.requests().forEach(request -> all.addAll(secrets(request)));
        return all;
    }

    private static Set<String> secrets(RecordedRequest request) {
        String sent = request.header("Authorization").orElse("") + request.target();
        var found = new TreeSet<String>();
        for (String name : NAMES) {
            String login =
                    Base64.getEncoder().encodeToString(("user:" + secret(name)).getBytes(StandardCharsets.UTF_8));
            if (sent.contains(secret(name)) || sent.contains(login)) {
                found.add(name);
            }
        }
        return found;
    }

    private static String secret(String name) {
        return "hf_secret_of_" + name.replace('.', '_') + "_";
    }

    private static Set<String> set(String words) {
        return new TreeSet<>(words(words));
    }

    private static List<String> words(String text) {
        return text == null || text.equals("-")
                ? List.of()
                : Arrays.stream(text.split(" ")).toList();
    }
}
