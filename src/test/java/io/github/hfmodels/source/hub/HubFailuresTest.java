package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.http.UnreachableException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubFailuresTest {

    private static final URI ENDPOINT = URI.create("https://hub.test");
    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final RepoFile FILE = new RepoFile("model.bin", 3, "a".repeat(40), null, null);
    private static final Authorization TOKEN = Authorization.bearer("hf_secret", "the test");
    private static final String NO_TOKEN = "set HF_TOKEN or run 'hf auth login'";
    private static final String PLAIN_HTTP = "use https, since the token (from the test) is not sent over plain http";

    private final HubFailures anonymous = failures(null, true);
    private final HubFailures authorized = failures(TOKEN, true);
    private final HubFailures overPlainHttp = failures(TOKEN, false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
            status | code             | text                                 | kind                 | reason
            404    | RevisionNotFound | -                                    | REVISION_NOT_FOUND   | the repository has no revision 'v9'
            404    | EntryNotFound    | -                                    | REPOSITORY_NOT_FOUND | revision 'v9' is not found at https://hub.test/org/name
            404    | RepoNotFound     | -                                    | REPOSITORY_NOT_FOUND | there is no model of that name, or it is private
            401    | GatedRepo        | -                                    | GATED                | the model is gated
            403    | -                | Access to this resource is disabled. | DISABLED             | the Hub has disabled access to this repository
            401    | -                | -                                    | REPOSITORY_NOT_FOUND | there is no model of that name, or it is private
            403    | -                | Not in your plan.                    | FORBIDDEN            | access is forbidden (Not in your plan.)
            404    | -                | -                                    | REPOSITORY_NOT_FOUND | revision 'v9' is not found at https://hub.test/org/name
            407    | -                | -                                    | PROXY                | the proxy wants a login
            429    | -                | -                                    | RATE_LIMITED         | the Hub limits the rate of requests (429)
            418    | -                | -                                    | MALFORMED            | revision 'v9': the Hub answered 418
            503    | -                | -                                    | UNAVAILABLE          | revision 'v9': the Hub answered 503
            451    | -                | Taken down.                          | DISABLED             | revision 'v9': the Hub answered 451 (Taken down.), which means legal reasons
            """)
    void statuses(int status, @Nullable String code, @Nullable String text, Kind kind, String reason) {
        SourceException failure = listing(anonymous, status(status, "X-Error-Code", code, "X-Error-Message", text));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage(reason);
    }

    /**
     * What a user is told to do, by what was asked for ({@code list}, {@code file}), at the Hub or at a host to which it
     * redirects ({@code other list}, {@code other file}); {@code unsent} is a token that is not sent over plain http.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
            asked      | token  | status | code             | kind                 | advice
            list       | none   | 401    | -                | REPOSITORY_NOT_FOUND | check the id, or set HF_TOKEN or run 'hf auth login'
            list       | unsent | 401    | -                | REPOSITORY_NOT_FOUND | check the id, or use https, since the token (from the test) is not sent over plain http
            list       | sent   | 401    | -                | REPOSITORY_NOT_FOUND | check the id
            file       | none   | 401    | -                | REPOSITORY_NOT_FOUND | check the id, or set HF_TOKEN or run 'hf auth login'
            file       | sent   | 401    | -                | REPOSITORY_NOT_FOUND | check the id
            list       | none   | 401    | bad token        | FORBIDDEN            | check hf.endpoint and the proxy
            list       | unsent | 401    | bad token        | FORBIDDEN            | check hf.endpoint and the proxy
            list       | sent   | 401    | bad token        | FORBIDDEN            | replace it or remove it
            file       | sent   | 401    | bad token        | FORBIDDEN            | replace it or remove it
            list       | none   | 404    | RepoNotFound     | REPOSITORY_NOT_FOUND | check the id, or set HF_TOKEN or run 'hf auth login'
            list       | sent   | 404    | RepoNotFound     | REPOSITORY_NOT_FOUND | check the id
            file       | none   | 401    | GatedRepo        | GATED                | ask for access at https://hub.test/org/name, then set HF_TOKEN or run 'hf auth login'
            file       | unsent | 401    | GatedRepo        | GATED                | ask for access at https://hub.test/org/name, then use https, since the token (from the test) is not sent over plain http
            file       | sent   | 403    | GatedRepo        | GATED                | ask for access at https://hub.test/org/name with the account whose token is used (from the test)
            list       | none   | 404    | RevisionNotFound | REVISION_NOT_FOUND   | check <revision>
            file       | sent   | 404    | RevisionNotFound | REVISION_NOT_FOUND   | check <revision>
            list       | none   | 404    | EntryNotFound    | REPOSITORY_NOT_FOUND | check the id and hf.endpoint
            file       | none   | 404    | EntryNotFound    | MALFORMED            | leave it out with <excludes>
            list       | sent   | 403    | disabled         | DISABLED             | see https://hub.test/org/name
            list       | none   | 403    | -                | FORBIDDEN            | set HF_TOKEN or run 'hf auth login'
            list       | unsent | 403    | -                | FORBIDDEN            | use https, since the token (from the test) is not sent over plain http
            list       | sent   | 403    | -                | FORBIDDEN            | check the token's permissions
            file       | none   | 403    | -                | FORBIDDEN            | set HF_TOKEN or run 'hf auth login'
            file       | sent   | 403    | -                | FORBIDDEN            | check the token's permissions
            list       | none   | 403    | page             | FORBIDDEN            | set HF_TOKEN or run 'hf auth login', or see whether a proxy or a firewall refuses it
            list       | sent   | 403    | page             | FORBIDDEN            | check the token's permissions, or see whether a proxy or a firewall refuses it
            list       | none   | 404    | -                | REPOSITORY_NOT_FOUND | check the id and hf.endpoint
            file       | sent   | 404    | -                | REPOSITORY_NOT_FOUND | check the id and hf.endpoint
            list       | none   | 204    | -                | MALFORMED            | check hf.endpoint and the proxy
            list       | none   | 304    | -                | MALFORMED            | check hf.endpoint and the proxy
            list       | none   | 400    | -                | MALFORMED            | check hf.endpoint and the proxy
            list       | none   | 407    | -                | PROXY                | check network and proxy, or build with -o
            list       | none   | 408    | -                | UNAVAILABLE          | try again later
            list       | none   | 425    | -                | UNAVAILABLE          | try again later
            list       | none   | 451    | -                | DISABLED             | see https://hub.test/org/name
            file       | sent   | 451    | -                | DISABLED             | see https://hub.test/org/name
            list       | none   | 500    | -                | UNAVAILABLE          | try again later
            list       | none   | 501    | -                | UNAVAILABLE          | check hf.endpoint and the proxy
            file       | sent   | 503    | -                | UNAVAILABLE          | try again later
            list       | none   | 511    | -                | UNAVAILABLE          | check network and proxy, or build with -o
            other list | sent   | 401    | -                | UNAVAILABLE          | if that is the Hub, set hf.endpoint to https://other.test:8443
            other list | sent   | 403    | -                | UNAVAILABLE          | if that is the Hub, set hf.endpoint to https://other.test:8443
            other list | none   | 404    | RepoNotFound     | UNAVAILABLE          | if that is the Hub, set hf.endpoint to https://other.test:8443
            other list | none   | 429    | -                | RATE_LIMITED         | try again later
            other list | none   | 451    | -                | DISABLED             | see https://hub.test/org/name
            other list | none   | 500    | -                | UNAVAILABLE          | try again later
            other file | sent   | 401    | -                | UNAVAILABLE          | see whether a proxy or a firewall refuses it, or try again later
            other file | none   | 403    | GatedRepo        | UNAVAILABLE          | if that is the Hub, set hf.endpoint to https://other.test:8443
            other file | sent   | 401    | bad token        | UNAVAILABLE          | see whether a proxy or a firewall refuses it, or try again later
            other file | none   | 404    | EntryNotFound    | UNAVAILABLE          | try again later
            other file | none   | 410    | -                | UNAVAILABLE          | try again later
            other file | none   | 429    | -                | RATE_LIMITED         | try again later
            other file | sent   | 451    | -                | DISABLED             | see https://hub.test/org/name
            other file | none   | 503    | -                | UNAVAILABLE          | try again later
            """)
    void advice_fitsWhoAnsweredWhatToWhom(
            String asked, String token, int status, @Nullable String code, Kind kind, String advice) {
        HubFailures failures = Map.of("none", anonymous, "unsent", overPlainHttp, "sent", authorized)
                .get(token);
        String server = asked.startsWith("other") ? "https://other.test:8443" : ENDPOINT.toString();
        IOException answer = answer(server, status, code == null ? "" : code);

        SourceException failure =
                asked.endsWith("list") ? listing(failures, answer) : failures.ofFile(answer, REPO, FILE, COMMIT);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(new AdviceText("").of(new UserException("", failure.advice())))
                .isEqualTo("; " + advice);
    }

    private static IOException answer(String server, int status, String code) {
        Map<String, String> headers = switch (code) {
            case "" -> Map.of();
            case "page" -> Map.of("Content-Type", "text/html");
            case "bad token" -> Map.of("X-Error-Message", "Invalid credentials in Authorization header");
            case "disabled" -> Map.of("X-Error-Message", "Access to this resource is disabled.");
            default -> Map.of("X-Error-Code", code);
        };
        return new HttpStatusException(
                URI.create(server + "/x"),
                new ResponseHead(status, headers),
                code.equals("page") ? "\n<html>forbidden</html>" : "");
    }

    @Test
    void refusalByAnotherServer_isNotAboutTheToken() {
        assertThat(authorized.ofFile(answer("https://cdn.test", 401, "bad token"), REPO, FILE, COMMIT))
                .hasMessage("model.bin: cdn.test, to which the Hub redirects, answered 401"
                        + " (the token from the test is sent to hub.test alone)");
        assertThat(anonymous.ofFile(answer("https://cdn.test", 401, ""), REPO, FILE, COMMIT))
                .hasMessage("model.bin: cdn.test, to which the Hub redirects, answered 401 (no token is sent there)");
        assertThat(overPlainHttp.ofFile(answer("https://cdn.test", 403, ""), REPO, FILE, COMMIT))
                .hasMessage("model.bin: cdn.test, to which the Hub redirects, answered 403"
                        + " (the token from the test is not sent over plain http)");
        assertThat(listing(anonymous, answer(ENDPOINT.toString(), 401, "bad token")))
                .hasMessage(
                        "the Hub refuses a token, although none was sent (Invalid credentials in Authorization header)");
    }

    @ParameterizedTest
    @CsvSource({"401, '', true", "401, GatedRepo, true", "403, GatedRepo, true", "403, '', false", "404, '', false"})
    void refusalByAnotherServer_mayBeForWantOfAToken(int status, String code, boolean isTokenMissing) {
        IOException answer = answer("https://other.test", status, code);

        assertThat(anonymous.ofFile(answer, REPO, FILE, COMMIT).isTokenMissing())
                .isEqualTo(isTokenMissing);
        // There is one, although it stays with the endpoint.
        assertThat(authorized.ofFile(answer, REPO, FILE, COMMIT).isTokenMissing())
                .isFalse();
        assertThat(listing(anonymous, answer).isTokenMissing()).isEqualTo(isTokenMissing);
    }

    @Test
    void advice_isAnActionWhereItDependsOnTheProgram() {
        assertThat(listing(anonymous, status(404, "X-Error-Code", "RevisionNotFound"))
                        .advice())
                .isEqualTo(Advice.to(Action.CHECK_REVISION));
        assertThat(listing(anonymous, status(404)).advice()).isEqualTo(Advice.to(Action.CHECK_ID_OR_ENDPOINT));
        assertThat(file(status(404, "X-Error-Code", "EntryNotFound")).advice())
                .isEqualTo(Advice.to(Action.EXCLUDE_FILE));
        assertThat(listing(anonymous, status(502)).advice()).isEqualTo(Advice.of("try again later"));
    }

    @Test
    void fileThatIsMissing_isMissingOnlyWhereTheCommitIsKnown() {
        assertThat(file(status(404, "X-Error-Code", "EntryNotFound")).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(file(status(404, "X-Error-Code", "EntryNotFound", "X-Repo-Commit", COMMIT.hex()))
                        .kind())
                .isEqualTo(Kind.FILE_NOT_FOUND);
        assertThat(file(status(404, "X-Error-Code", "RevisionNotFound")))
                .hasMessage("the repository has no commit " + COMMIT);
    }

    @Test
    void token_isNamedByWhereItWasFound() {
        assertThat(listing(authorized, status(401, "X-Error-Message", "Invalid credentials in Authorization header")))
                .hasMessage("the Hub does not know the token (from the test)")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN));
        assertThat(listing(authorized, status(404, "X-Error-Code", "RepoNotFound")))
                .hasMessage(
                        "there is no model of that name, or it is private and not open to the token (from the test)");
        assertThat(listing(authorized, status(403))).hasMessage("access is forbidden (from the test)");
    }

    @Test
    void advice_aboutTheToken() {
        IOException gated = status(401, "X-Error-Code", "GatedRepo");
        String page = "ask for access at https://hub.test/org/name";

        assertThat(listing(anonymous, gated).advice()).isEqualTo(Advice.of(page + ", then " + NO_TOKEN));
        assertThat(listing(overPlainHttp, gated).advice()).isEqualTo(Advice.of(page + ", then " + PLAIN_HTTP));
        assertThat(listing(authorized, gated).advice())
                .isEqualTo(Advice.of(page + " with the account whose token is used (from the test)"));
        assertThat(listing(anonymous, status(401)).advice()).isEqualTo(Advice.of("check the id, or " + NO_TOKEN));
        assertThat(listing(authorized, status(401)).advice()).isEqualTo(Advice.of("check the id"));
    }

    @Test
    void missingToken_isTold() {
        assertThat(listing(anonymous, status(401)).isTokenMissing()).isTrue();
        assertThat(listing(anonymous, status(403, "X-Error-Code", "GatedRepo")).isTokenMissing())
                .isTrue();
        assertThat(listing(anonymous, status(404)).isTokenMissing()).isFalse();
        assertThat(listing(authorized, status(401)).isTokenMissing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RateLimit|\"api\";r=0;t=172|try again in 172 s",
                "RateLimit|\"api\";r=7;t=9, \"resolvers\";r=0;t=172|try again in 172 s",
                "Retry-After|30|try again in 30 s",
                "X-Other|x|try again in some minutes",
            })
    void rateLimit(String header, String value, String advice) {
        assertThat(listing(authorized, status(429, header, value)).advice()).isEqualTo(Advice.of(advice));
        assertThat(listing(anonymous, status(429, header, value)).advice())
                .isEqualTo(Advice.of(advice + ", or " + NO_TOKEN + " for a higher limit"));
    }

    @Test
    void rateLimit_withADate_isToldInSeconds() {
        IOException failure =
                status(429, "Date", "Sun, 22 Nov 2026 10:00:00 GMT", "Retry-After", "Sun, 22 Nov 2026 10:02:00 GMT");

        assertThat(listing(authorized, failure).advice()).isEqualTo(Advice.of("try again in 121 s"));
    }

    @Test
    void rateLimit_saysHowLongWasWaited() {
        var patient = new HubFailures(
                new HubAddresses(ENDPOINT),
                Credentials.of(ENDPOINT, TOKEN, Headers.NONE),
                true,
                () -> Duration.ofSeconds(50));

        assertThat(listing(patient, status(429)))
                .hasMessage("the Hub limits the rate of requests (429), also after 50 s of waiting");
    }

    @Test
    void unusableAnswer_isMalformed() {
        SourceException failure = listing(anonymous, TransferException.temporary("the response is empty"));

        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure).hasMessage("revision 'v9': the response is empty");
        assertThat(failure.advice()).isEqualTo(Advice.to(Action.CHECK_ENDPOINT_OR_PROXY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>bad gateway</html>|''",
                "{\"error\":\"no room\"}|' (no room)'",
                "plain words|' (plain words)'",
                "{\"error\":7}|' (7)'",
            })
    void serversText_isShownUnlessItIsAPage(String body, String shown) {
        assertThat(listing(anonymous, status(500, body, "X-Request-Id", "abc-1")))
                .hasMessage("revision 'v9': the Hub answered 500" + shown + " [request abc-1]");
    }

    @Test
    void serversText_cannotWriteIntoTheTerminal() {
        assertThat(listing(anonymous, status(403, "\u001b[31mred\nsecond line")))
                .hasMessage("access is forbidden (\\u001b[31mred\\nsecond line)");
    }

    @Test
    void anotherServer_isNamed() {
        var failure =
                new HttpStatusException(URI.create("https://cdn.test/x"), new ResponseHead(403, Map.of()), "expired");

        assertThat(file(failure))
                .hasMessage(
                        "model.bin: cdn.test, to which the Hub redirects, answered 403 (no token is" + " sent there)");
        assertThat(file(failure).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void unreachableServer_isNamedWithTheReason() {
        assertUnreachable(
                Kind.UNREACHABLE,
                new UnreachableException("hub.test", null, new ConnectException("refused")),
                "hub.test cannot be reached (refused)",
                Action.CHECK_NETWORK);
        assertUnreachable(
                Kind.UNREACHABLE,
                new UnreachableException("hub.test", null, new UnknownHostException("hub.test")),
                "hub.test cannot be reached (the host name is not known)",
                Action.CHECK_NETWORK);
        assertUnreachable(
                Kind.UNREACHABLE,
                new UnreachableException("hub.test", null, new ConnectTimeoutException("too slow")),
                "hub.test cannot be reached (timed out: too slow)",
                Action.CHECK_NETWORK);
        // Not the endpoint itself.
        assertUnreachable(
                Kind.UNAVAILABLE,
                new UnreachableException("cdn.test", null, new ConnectException("refused")),
                "cdn.test cannot be reached (refused)",
                Action.CHECK_NETWORK);
        assertUnreachable(
                Kind.UNAVAILABLE,
                new UnreachableException("hub.test", null, new SSLHandshakeException("PKIX path building failed")),
                "hub.test cannot be reached (no secure connection: PKIX path building failed)",
                Action.TRUST_CERTIFICATE);
        assertUnreachable(
                Kind.UNAVAILABLE,
                new SocketTimeoutException("Read timed out"),
                "the connection broke (timed out: Read timed out)",
                Action.CHECK_NETWORK);
    }

    @Test
    void proxy_isNamedWithItsAdvice() {
        var proxy = new Proxy("http", "proxy.test", 8080, null, "the test");

        SourceException refused = file(ProxyException.refusal(proxy, "hub.test:443", 403, ""));
        SourceException broken = file(ProxyException.refusal(proxy, "hub.test:443", 502, ""));

        assertThat(refused.kind()).isEqualTo(Kind.PROXY);
        assertThat(refused)
                .hasMessage("model.bin: the proxy proxy.test:8080 (from the test) refuses to connect to hub.test:443"
                        + " (403)");
        assertThat(refused.advice().detail()).startsWith("let it allow that host");
        assertThat(broken.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void wrongContent_isCorrupt() {
        assertThat(file(TransferException.permanent("is too long")).kind()).isEqualTo(Kind.CORRUPT);
        assertThat(file(TransferException.permanent("is too long"))).hasMessage("model.bin: is too long");
    }

    private static void assertUnreachable(Kind kind, IOException cause, String reason, Action action) {
        SourceException failure = file(cause);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage("model.bin: " + reason);
        assertThat(failure.advice()).isEqualTo(Advice.to(action));
    }

    /** What is said of a login, by the server's challenge, what it says beside it, and what was sent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
            status | challenge                   | code         | sent   | message                                                            | advice
            401    | Basic realm="Artifactory"   | -            | -      | hub.test wants a login                                             | LOG_IN corp
            403    | BASIC realm="Nexus"         | -            | -      | hub.test wants a login                                             | LOG_IN corp
            401    | Negotiate, basic realm="x"  | -            | -      | hub.test wants a login                                             | LOG_IN corp
            401    | Digest realm="x"            | -            | -      | hub.test wants a login                                             | LOG_IN corp
            401    | Basic realm="x"             | RepoNotFound | -      | hub.test wants a login                                             | LOG_IN corp
            401    | Basic realm="x"             | -            | login  | hub.test refuses the login (from the test)                         | AS_SAID check user name and password
            401    | Basic realm="x"             | -            | token  | hub.test refuses the token, and wants a login (from the test)      | LOG_IN corp
            401    | Bearer realm="Basics"       | -            | -      | there is no model of that name, or it is private                   | AS_SAID check the id, or set HF_TOKEN or run 'hf auth login'
            401    | Digest realm="x"            | RepoNotFound | -      | there is no model of that name, or it is private                   | AS_SAID check the id, or set HF_TOKEN or run 'hf auth login'
            401    | -                           | -            | -      | there is no model of that name, or it is private                   | AS_SAID check the id, or set HF_TOKEN or run 'hf auth login'
            """)
    void login_isWantedByAManager(
            int status,
            @Nullable String challenge,
            @Nullable String code,
            @Nullable String sent,
            String message,
            String advice) {
        Authorization authorization = sent == null
                ? null
                : new Authorization(sent.equals("login") ? "Basic bWU6cGE1NQ==" : "Bearer hf_x", "the test");
        var credentials =
                Credentials.of(ENDPOINT, authorization, Headers.NONE).in(new Credentials.Lookup("corp", true));
        var failures = new HubFailures(new HubAddresses(ENDPOINT), credentials, true, () -> Duration.ZERO);

        SourceException failure =
                listing(failures, status(status, "", "WWW-Authenticate", challenge, "X-Error-Code", code));

        assertThat(failure).hasMessage(message);
        assertThat(failure.advice().action() + " " + failure.advice().detail()).isEqualTo(advice);
        assertThat(failure.isTokenMissing()).isEqualTo(sent == null);
        assertThat(failure.isUserError()).isTrue();
    }

    @Test
    void endpointWithoutTheEnvironmentsToken_namesTheServerOfTheSettings() {
        var credentials = Credentials.of(ENDPOINT, null, Headers.NONE).in(new Credentials.Lookup("hub.test", false));
        var failures = new HubFailures(new HubAddresses(ENDPOINT), credentials, true, () -> Duration.ZERO);

        assertThat(listing(failures, status(401)).advice())
                .isEqualTo(Advice.of("check the id, or give a token for the server id 'hub.test' in the settings"));
    }

    private static SourceException listing(HubFailures failures, IOException cause) {
        return failures.ofListing(cause, REPO, new Revision("v9"));
    }

    private static SourceException file(IOException cause) {
        return failures(null, true).ofFile(cause, REPO, FILE, COMMIT);
    }

    private static HubFailures failures(@Nullable Authorization authorization, boolean sendsCredentials) {
        return new HubFailures(
                new HubAddresses(ENDPOINT),
                Credentials.of(ENDPOINT, authorization, Headers.NONE),
                sendsCredentials,
                () -> Duration.ZERO);
    }

    private static IOException status(int status) {
        return status(status, "");
    }

    private static IOException status(int status, String header, @Nullable String value) {
        return status(status, "", header, value);
    }

    private static IOException status(int status, String name, @Nullable String value, String other, String second) {
        return status(status, "", name, value, other, second);
    }

    private static IOException status(int status, String body, @Nullable String... headers) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) {
                map.put(headers[i], headers[i + 1]);
            }
        }
        return new HttpStatusException(URI.create(ENDPOINT + "/x"), new ResponseHead(status, map), body);
    }
}
