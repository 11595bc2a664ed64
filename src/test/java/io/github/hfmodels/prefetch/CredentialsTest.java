package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: who gets to see the token, and what is said when it does not help. */
class CredentialsTest {

    private static final String TOKEN = "hf_secret_token_of_this_test";

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start().token(TOKEN);

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void theTokenGoesToTheHubAndNotToTheContentNetwork() {
        hub.model("org/name")
                .commit("first")
                .file("a", "1")
                .lfs("b", new byte[10])
                .xet("c", new byte[20]);

        new TestBuild(hub.endpoint(), cache).token(TOKEN).ready("org/name");

        assertThat(hub.requests(request -> request.server() == Server.HUB))
                .isNotEmpty()
                .allMatch(request -> request.header("Authorization").orElse("").equals("Bearer " + TOKEN));
        assertThat(hub.requests(request -> request.server() == Server.CDN))
                .hasSize(2)
                .noneMatch(CredentialsTest::carriesToken);
    }

    @Test
    void theTokenIsNotSentToAnotherPortOfTheSameHost() {
        hub.model("org/name").commit("first").file("a", "1");
        try (TestHub other = TestHub.start()) {
            hub.faults().onPath("/a").redirectTo(other.endpoint() + "/elsewhere");

            new TestBuild(hub.endpoint(), cache).token(TOKEN).fails("org/name");

            assertThat(other.requests()).hasSize(1).noneMatch(CredentialsTest::carriesToken);
        }
    }

    @Test
    void withoutATokenNoneIsSent() {
        hub.model("org/name").commit("first").file("a", "1");

        new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(hub.requests())
                .isNotEmpty()
                .noneMatch(request -> request.header("Authorization").isPresent());
    }

    @Test
    void aPrivateModelIsReadyForItsReader() {
        hub.model("org/private").makePrivate(TOKEN).commit("first").file("a", "1");

        assertThat(new TestBuild(hub.endpoint(), cache)
                        .token(TOKEN)
                        .ready("org/private")
                        .path()
                        .resolve("a"))
                .hasContent("1");
    }

    @Test
    void aPrivateModelLooksLikeAMissingOneToOthers() {
        hub.model("org/private").makePrivate(TOKEN).commit("first").file("a", "1");

        assertThat(new TestBuild(hub.endpoint(), cache).fails("org/private").message())
                .isEqualTo("org/private@main: there is no model of that name, or it is private; check the id, or set"
                        + " HF_TOKEN or run 'hf auth login'");
    }

    @Test
    void aMissingModelIsNamedWithTheTokenThatWasUsed() {
        assertThat(new TestBuild(hub.endpoint(), cache)
                        .token(TOKEN)
                        .fails("org/none")
                        .message())
                .isEqualTo("org/none@main: there is no model of that name, or it is private and not open to the token"
                        + " (from the test); check the id");
    }

    @Test
    void aGatedModelTellsWhereToAsk() {
        hub.model("org/gated").makeGated("hf_somebody_else").commit("first").file("a", "1");

        TestBuild.Failure failure = new TestBuild(hub.endpoint(), cache).fails("org/gated");

        assertThat(failure.message())
                .isEqualTo("org/gated@main: the model is gated; ask for access at " + hub.endpoint()
                        + "/org/gated, then set HF_TOKEN or run 'hf auth login'");
        assertThat(failure.isUserError()).isTrue();
    }

    @Test
    void aGatedModelTellsWhoMustAsk() {
        hub.model("org/gated").makeGated("hf_somebody_else").commit("first").file("a", "1");

        assertThat(new TestBuild(hub.endpoint(), cache)
                        .token(TOKEN)
                        .fails("org/gated")
                        .message())
                .isEqualTo("org/gated@main: the model is gated; ask for access at " + hub.endpoint()
                        + "/org/gated with the account whose token is used (from the test)");
    }

    @Test
    void aTokenThatTheHubDoesNotKnowIsNamedByItsOriginAlone() {
        hub.model("org/name").commit("first").file("a", "1");

        TestBuild.Failure failure =
                new TestBuild(hub.endpoint(), cache).token("hf_unknown_token").fails("org/name");

        assertThat(failure.message())
                .isEqualTo("org/name@main: the Hub does not know the token (from the test); replace it or remove it")
                .doesNotContain("hf_unknown_token");
    }

    @Test
    void overPlainHttpToAnotherMachineTheTokenIsNotSentAndThatIsSaid() {
        hub.model("org/private").makePrivate(TOKEN).commit("first").file("a", "1");
        // Not one of the names of this machine, although it leads there.
        String mirror = hub.endpoint().replace("127.0.0.1", "[::ffff:127.0.0.1]");

        TestBuild.Failure failure = new TestBuild(mirror, cache).token(TOKEN).fails("org/private");

        assertThat(failure.message())
                .endsWith("check the id, or use https, since the token (from the test) is not sent over plain http");
        assertThat(hub.requests()).isNotEmpty().noneMatch(CredentialsTest::carriesToken);
    }

    private static boolean carriesToken(RecordedRequest request) {
        return request.toString().contains(TOKEN)
                || request.headers().fields().toString().contains(TOKEN);
    }
}
