package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.python.Python;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedLoginTest {

    private static final String TOKEN = "ms-0123456789-abcdef";
    private static final Instant VALID = Instant.ofEpochSecond(1_800_000_000);

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("cookies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "protocol-0", "protocol-1", "protocol-2", "protocol-3", "protocol-4", "protocol-5"})
    void tokenThatTheSdkHasSaved_isFound(String name) throws Exception {
        write(jar(name));

        Authorization token = token("modelscope.cn").orElseThrow();

        assertThat(token.headerValue()).isEqualTo("Bearer " + TOKEN);
        assertThat(token.foundIn()).isEqualTo("the login that is saved in " + file);
        assertThat(warnings).isEmpty();
    }

    @Test
    void tokenOfAnotherServer_isNotTaken() throws Exception {
        write(jar("sdk"));

        assertThat(token("modelscope.ai")).isEmpty();
        assertThat(token("www.modelscope.cn")).isEmpty();
        assertThat(token("evilmodelscope.cn")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void ofSeveralLogins_theOneWhoseDomainHasTheHostIsTaken() throws Exception {
        write(jar("several"));

        assertThat(token("www.modelscope.cn").orElseThrow().headerValue()).isEqualTo("Bearer legacy-token");
        assertThat(token("modelscope.cn").orElseThrow().headerValue()).isEqualTo("Bearer legacy-token");
        assertThat(token("other.example.org").orElseThrow().headerValue()).isEqualTo("Bearer other-token");
        assertThat(token("evilmodelscope.cn")).isEmpty();
    }

    @Test
    void tokenThatHasExpired_isNotTaken() throws Exception {
        write(jar("sdk"));
        Instant end = VALID.plusSeconds(30 * 24 * 3_600);

        assertThat(token("modelscope.cn", end.minusSeconds(1))).isPresent();
        assertThat(token("modelscope.cn", end)).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void fileThatIsNotThere_isNoLogin() {
        assertThat(token("modelscope.cn")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-token",
                "{\"m_session_id\": \"x\"}",
                "\u0080\u0004",
                "V",
                "I12x\n.",
                "X\u00ff\u00ff\u00ff\u00ffabc."
            })
    void fileThatIsNoPickle_isWarnedOfAndNotShown(String content) throws Exception {
        write(content.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(token("modelscope.cn")).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .isEqualTo("The login of ModelScope's SDK in " + file
                        + " is not understood, so it is not used; where a token is needed, set MODELSCOPE_API_TOKEN, or give it in"
                        + " settings.xml, as the <server> with <id>modelscope</id>");
    }

    @Test
    void largeFile_isWarnedOfAndNotRead() throws Exception {
        write(new byte[100_000]);

        assertThat(token("modelscope.cn")).isEmpty();
        assertThat(warnings).singleElement().asString().contains(file.toString(), "so it is not used");
    }

    /** The classic attack: the pickle names a function and calls it. Nothing is run, and what else it has is no login. */
    @Test
    void pickleThatRunsAProgram_runsNothing() throws Exception {
        Path victim = folder.resolve("victim");
        write(("cos\nsystem\n(V touch " + victim + "\ntR.").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(token("modelscope.cn")).isEmpty();
        assertThat(victim).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "a;b", "a\u00e9", "a\u0000", "a\"b", ""})
    void tokenThatNoHeaderMayHave_isNotTaken(String token) throws Exception {
        write(cookie("m_session_id", token, "modelscope.cn", 4_000_000_000L));

        assertThat(token("modelscope.cn")).isEmpty();
    }

    @Test
    void cookieOfAnotherName_isNotTaken() throws Exception {
        write(cookie("session", TOKEN, "modelscope.cn", 4_000_000_000L));

        assertThat(token("modelscope.cn")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".cn", "cn", "*", "modelscope.cn.", "modelscope.cn\n"})
    void domainOfNoServer_isNotTheHosts(String domain) throws Exception {
        write(cookie("m_session_id", TOKEN, domain, 4_000_000_000L));

        assertThat(token("modelscope.cn")).isEmpty();
    }

    @Test
    void cookieMadeByHand_isTaken() throws Exception {
        write(cookie("m_session_id", TOKEN, "modelscope.cn", 4_000_000_000L));

        assertThat(token("modelscope.cn")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "4e,                     true, None",
        "8a0500286bee00,         true, 4 000 000 000",
        "8a0800286bee00000000,   true, 4 000 000 000",
        "8a0400286bee,           false, a negative number",
        "8a07ffffffffffff7f,     false, beyond any year",
        "8a09000000000000000001, false, more than 64 bits",
        "88,                     false, True",
        "8c0178,                 false, a text",
    })
    void endThatIsNoTime_isNotTakenForNone(String expires, boolean isValid, String meaning) throws Exception {
        write(cookie("m_session_id", TOKEN, "modelscope.cn", HexFormat.of().parseHex(expires)));

        assertThat(token("modelscope.cn").isPresent()).as(meaning).isEqualTo(isValid);
    }

    /** Whatever a file has, it gives that token, another that a header may have, or none. */
    @Test
    void damagedFiles_giveNothingUnexpected() throws Exception {
        var random = new Random(20261129);
        byte[] whole = jar("sdk");
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            write(i % 3 == 0 ? java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged);

            token("modelscope.cn")
                    .ifPresent(token -> assertThat(token.headerValue()).matches("Bearer [\\x21-\\x7e]+"));
        }
    }

    /** Where the SDK is to be had. */
    @Test
    void fileThatTheSdkWritesNow_isUnderstood() {
        Python python = Python.requireModelScopeHub();
        python.run(Map.of("MODELSCOPE_HOME", folder.toString()), """
                from modelscope_hub.config import HubConfig
                HubConfig(endpoint="https://models.example.org").save_token("ms-written-now")
                """);
        file = folder.resolve("credentials/cookies");

        assertThat(token("models.example.org", Instant.now()).orElseThrow().headerValue())
                .isEqualTo("Bearer ms-written-now");
        assertThat(warnings).isEmpty();
    }

    private Optional<Authorization> token(String host) {
        return token(host, VALID);
    }

    private Optional<Authorization> token(String host, Instant now) {
        return new SavedLogin(file, warnings::add, InstantSource.fixed(now)).token(List.of(host));
    }

    private void write(byte[] content) throws IOException {
        Files.write(file, content);
    }

    private static byte[] jar(String name) throws IOException {
        var jars = new Properties();
        try (InputStream in = SavedLoginTest.class.getResourceAsStream("saved-logins.properties")) {
            jars.load(Objects.requireNonNull(in));
        }
        return Base64.getDecoder().decode(jars.getProperty(name));
    }

    /** As Python pickles the attributes of a cookie. */
    static byte[] cookie(String name, String value, String domain, long expires) throws IOException {
        return cookie(name, value, domain, ("L" + expires + "L\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] cookie(String name, String value, String domain, byte[] expires) throws IOException {
        var pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 4, '}', '('});
        for (String text : List.of("name", name, "value", value, "port")) {
            text(pickle, text);
        }
        pickle.write('N');
        flag(pickle, "port_specified");
        text(pickle, "domain");
        text(pickle, domain);
        flag(pickle, "domain_specified");
        flag(pickle, "domain_initial_dot");
        text(pickle, "path");
        text(pickle, "/");
        flag(pickle, "path_specified");
        flag(pickle, "secure");
        text(pickle, "expires");
        pickle.write(expires);
        pickle.write('u');
        pickle.write('.');
        return pickle.toByteArray();
    }

    private static void flag(ByteArrayOutputStream pickle, String name) throws IOException {
        text(pickle, name);
        pickle.write(0x89);
    }

    private static void text(ByteArrayOutputStream pickle, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        pickle.write(new byte[] {(byte) 0x8c, (byte) bytes.length});
        pickle.write(bytes);
    }
}
