package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.process.NamedPipe;
import io.github.hfmodels.python.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubEnvironmentTest {

    private static final String HOME = System.getProperty("os.name").startsWith("Windows") ? "USERPROFILE" : "HOME";

    @TempDir
    private Path home;

    private final Map<String, String> variables = new TreeMap<>();
    private final EnvironmentVariables environmentVariables = new EnvironmentVariables(variables::get);
    private final HubEnvironment environment = new HubEnvironment(environmentVariables);

    @BeforeEach
    void liveInAFolderOfOnesOwn() {
        variables.put(HOME, home.toString());
    }

    @Test
    void endpoint_isThePublicHubUnlessSet() {
        assertThat(environment.endpoint()).isEqualTo("https://huggingface.co");

        variables.put("HF_ENDPOINT", "");
        assertThat(environment.endpoint()).isEqualTo("https://huggingface.co");

        variables.put("HF_ENDPOINT", "https://hub.example.org/hf");
        assertThat(environment.endpoint()).isEqualTo("https://hub.example.org/hf");
    }

    @Test
    void cacheDirectory_nothingSet_isBelowTheUsersHome() {
        assertThat(environment.cacheDirectory()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(environment.home()).contains(home.resolve(".cache/huggingface"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"})
    void cacheDirectory_malformedPath_isTheUsersMistake(String name) {
        variables.put(name, "a\0b");

        assertThatThrownBy(environment::cacheDirectory)
                .isInstanceOf(UserException.class)
                .hasMessage("the environment variable " + name + " is 'a\\u0000b'; expected a path");
    }

    @Test
    void cacheDirectory_noHomeEither_isBelowJavasIdeaOfHome() {
        variables.clear();

        assertThat(environment.cacheDirectory())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"));
    }

    @Test
    void cacheDirectory_eachVariableWinsOverTheFollowing() {
        variables.put("XDG_CACHE_HOME", "/xdg");
        assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/xdg/huggingface/hub"));

        variables.put("HF_HOME", "/hf");
        assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/hf/hub"));

        variables.put("HUGGINGFACE_HUB_CACHE", "/legacy");
        assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/legacy"));

        variables.put("HF_HUB_CACHE", "/cache");
        assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/cache"));
        assertThat(environment.home()).contains(Path.of("/hf"));
    }

    @Test
    void emptyVariables_countAsUnset() {
        for (String name : List.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME")) {
            variables.put(name, "");
        }

        assertThat(environment.cacheDirectory()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "~             | HOME",
                "~/x           | HOME/x",
                "~//x          | HOME/x",
                "/a/~/x        | /a/~/x",
                "$X            | /x",
                "/a/$X_1       | /a/$X_1",
                "/a$X/b        | /a/x/b",
                "/a${X}1       | /a/x1",
                "$X$X          | /x/x",
                "/a/$UNKNOWN/b | /a/$UNKNOWN/b",
                "/a/${UNKNOWN} | /a/${UNKNOWN}",
                "/a/${}        | /a/${}",
                "/a/$EMPTY/b   | /a/b",
                "/a/$          | /a/$",
                "/a/$DOLLAR    | /a/$X",
                "/a/$HOMELESS  | /a/$HOMELESS",
                "$HOME/x       | HOME/x",
                "$TILDE/x      | HOME/x",
            })
    void paths_areExpanded(String text, String expected) {
        assumeFalse(HOME.equals("USERPROFILE"), "skipped: the paths of this table are not those of Windows");
        variables.putAll(Map.of("X", "/x", "EMPTY", "", "DOLLAR", "$X", "TILDE", "~"));
        variables.put("HF_HUB_CACHE", text);

        assertThat(environment.cacheDirectory())
                .isEqualTo(Path.of(expected.replace("HOME/", home + "/").replaceAll("^HOME$", home.toString())));
    }

    @Test
    void path_inTheHomeOfAnotherUser_isRefused() {
        variables.put("HF_HUB_CACHE", "~nobody/hub");

        assertThatThrownBy(environment::cacheDirectory)
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "the environment variable HF_HUB_CACHE is '~nobody/hub'; only ~ alone or before a / means a home"
                                + " folder, your own: write the whole path, or ./ before a name that begins with ~");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "relative"})
    void withoutAHome_theCacheHasNoPlace(String javasIdea) {
        withoutHome(javasIdea, () -> {
            assertThatThrownBy(environment::cacheDirectory)
                    .isInstanceOf(UserException.class)
                    .hasMessage("the home folder is not known: HOME is not set, and Java says '" + javasIdea
                            + "'; set HF_HOME or hf.cacheDirectory");
            assertThatThrownBy(() -> environmentVariables.paths().of("<directory>", "~/models"))
                    .isInstanceOf(UserException.class)
                    .hasMessageEndingWith("; set HOME, or write the whole path instead of ~");
        });
    }

    @Test
    void withoutAHome_whatNeedsNoneWorks() {
        withoutHome("?", () -> {
            assertThat(environment.token()).isEmpty();

            variables.put("XDG_CACHE_HOME", "/xdg");
            assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/xdg/huggingface/hub"));
            variables.put("HF_HOME", "/hf");
            assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/hf/hub"));
            variables.put("HF_HUB_CACHE", "/cache");
            assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/cache"));
            assertThat(environment.token()).isEmpty();
        });
    }

    @Test
    void homeThatIsNotAWholePath_isNotTaken() {
        variables.put(HOME, "me");

        assertThatThrownBy(environment::cacheDirectory)
                .isInstanceOf(UserException.class)
                .hasMessage("the home folder is not known: " + HOME + " is 'me'; set HF_HOME or hf.cacheDirectory");
    }

    @Test
    void malformedHome_isTheUsersMistake() {
        variables.put(HOME, "/a\0b");

        assertThatThrownBy(environment::cacheDirectory)
                .isInstanceOf(UserException.class)
                .hasMessage("the environment variable " + HOME + " is '/a\\u0000b'; expected a path");
    }

    private void withoutHome(String javasIdea, Runnable test) {
        String before = System.getProperty("user.home");
        variables.clear();
        System.setProperty("user.home", javasIdea);
        try {
            test.run();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, , true",
        "on, , true",
        "Yes, , true",
        "TRUE, , true",
        "true, 0, true",
        "0, 1, false",
        "no, 1, false",
        "' 1', 1, false",
        "'', 1, true",
        ", 1, true",
        ", TRUE, true",
        ", y, false",
        ", , false",
        "'', '', false",
    })
    void isOffline_hubVariableHidesTransformersVariable(
            @Nullable String hub, @Nullable String transformers, boolean expected) {
        putIfPresent("HF_HUB_OFFLINE", hub);
        putIfPresent("TRANSFORMERS_OFFLINE", transformers);

        assertThat(environment.isOffline()).isEqualTo(expected);
    }

    @Test
    void isOffline_doesNotDependOnTheDefaultLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            variables.put("HF_HUB_OFFLINE", "on");
            variables.put("HF_HUB_DISABLE_SYMLINKS", "true");

            assertThat(environment.isOffline()).isTrue();
            assertThat(environment.disablesSymlinks()).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void disablesSymlinks_whenSaidSo() {
        assertThat(environment.disablesSymlinks()).isFalse();

        variables.put("HF_HUB_DISABLE_SYMLINKS", "0");
        assertThat(environment.disablesSymlinks()).isFalse();

        variables.put("HF_HUB_DISABLE_SYMLINKS", "1");
        assertThat(environment.disablesSymlinks()).isTrue();
    }

    @Test
    void timeouts_areWholeSeconds() {
        assertThat(environment.downloadTimeout()).isEmpty();
        assertThat(environment.apiTimeout()).isEmpty();

        variables.put("HF_HUB_DOWNLOAD_TIMEOUT", "30");
        variables.put("HF_HUB_ETAG_TIMEOUT", " 5 ");

        assertThat(environment.downloadTimeout()).hasValue(30);
        assertThat(environment.apiTimeout()).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", " 0"})
    void timeout_ofZero_meansTheDefault(String value) {
        variables.put("HF_HUB_DOWNLOAD_TIMEOUT", value);

        assertThat(environment.downloadTimeout()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "-1", "10s", " ", "4000000000", "99999999999"})
    void timeout_thatIsNone_isRefusedWithItsName(String value) {
        variables.put("HF_HUB_ETAG_TIMEOUT", value);

        assertThatThrownBy(environment::apiTimeout)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("HF_HUB_ETAG_TIMEOUT")
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining("expected a whole number of seconds");
    }

    @Test
    void token_ofTheVariable() {
        variables.put("HF_TOKEN", "hf_secret");

        assertThat(secret()).isEqualTo("hf_secret");
        assertThat(environment.token().orElseThrow().foundIn()).contains("HF_TOKEN");
    }

    @Test
    void token_variableWinsOverLegacyVariableAndFile() throws Exception {
        writeTokenFile("hf_file");
        variables.put("HUGGING_FACE_HUB_TOKEN", "hf_legacy");
        assertThat(secret()).isEqualTo("hf_legacy");

        variables.put("HF_TOKEN", "");
        assertThat(secret()).isEqualTo("hf_legacy");

        variables.put("HF_TOKEN", "hf_secret");
        assertThat(secret()).isEqualTo("hf_secret");
    }

    @Test
    void token_blankVariableHidesTheLegacyVariableAndNotTheFile() throws Exception {
        variables.put("HF_TOKEN", " \n");
        variables.put("HUGGING_FACE_HUB_TOKEN", "hf_legacy");
        assertThat(environment.token()).isEmpty();

        writeTokenFile("hf_file");
        assertThat(secret()).isEqualTo("hf_file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_secret", "hf_secret\n", "hf_secret\r\n", " hf_secret\t\n\n", "\r\nhf_\nsec\rret"})
    void token_linesAndSpaceAreTakenOff(String text) throws Exception {
        writeTokenFile(text);

        assertThat(secret()).isEqualTo("hf_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n \t"})
    void token_blankFile_isNone(String text) throws Exception {
        writeTokenFile(text);

        assertThat(environment.token()).isEmpty();
    }

    @Test
    void token_fileOfAnyPlace() throws Exception {
        Files.writeString(home.resolve("my token"), "hf_elsewhere");
        variables.put("HF_TOKEN_PATH", "~/my token");

        assertThat(secret()).isEqualTo("hf_elsewhere");
        assertThat(environment.token().orElseThrow().foundIn()).contains("my token");
    }

    @Test
    void token_followsHfHome() throws Exception {
        Files.writeString(home.resolve("token"), "hf_home");
        variables.put("HF_HOME", home.toString());

        assertThat(secret()).isEqualTo("hf_home");
    }

    @Test
    void token_switchedOff_isNone() {
        variables.put("HF_TOKEN", "hf_secret");
        variables.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");

        assertThat(environment.token()).isEmpty();
    }

    @Test
    void token_theFileOfNothing_isNone() {
        variables.put("HF_TOKEN_PATH", "/dev/null");

        assertThat(environment.token()).isEmpty();
    }

    @Test
    void token_fileThatIsAFolder_isRefusedWithWhatToDo() {
        variables.put("HF_TOKEN_PATH", home.toString());

        assertThatThrownBy(environment::token)
                .isInstanceOf(UserException.class)
                .hasMessage("the token file " + home
                        + " cannot be read: expected a regular file, it is a folder; move it away,"
                        + " or set HF_TOKEN, or HF_TOKEN_PATH to another file");
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void token_fileThatIsAPipe_isNotWaitedFor() throws Exception {
        variables.put("HF_TOKEN_PATH", NamedPipe.in(home.resolve("token")).toString());

        assertThatThrownBy(environment::token)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("expected a regular file, it is something else");
    }

    @Test
    void token_fileThatIsNotText_isRefusedLikeAnyMalformedToken() throws Exception {
        Path file = home.resolve("token");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        variables.put("HF_TOKEN_PATH", file.toString());

        assertThatThrownBy(environment::token)
                .isInstanceOf(UserException.class)
                .hasMessage("the token from the file " + file + " has characters that a token cannot have");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_se cret", "hf_sécret", "hf_se\0cret", "hf_se\u007fcret", "hf_\uD83E\uDD17"})
    void token_withImpossibleCharacters_isRefusedWithoutTellingIt(String text) {
        variables.put("HF_TOKEN", text);

        assertThatThrownBy(environment::token)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_");
    }

    /**
     * Left out: empty variables for folders, for which Python takes the folder it was started in, variables that hold a tilde,
     * which Python replaces only when it looks at a folder for the second time, and the homes of other users.
     */
    @Test
    void cacheTokenAndOffline_areThoseOfHuggingfaceHub(@TempDir Path folder) throws Exception {
        assumeFalse(HOME.equals("USERPROFILE"), "skipped: the paths of this table are not those of Windows");
        Python python = Python.requireHuggingfaceHub();
        List<Map<String, String>> table = environments();
        Path file = folder.resolve("environments.json");
        var json = new ObjectMapper();
        json.writeValue(file.toFile(), table);

        String printed = python.run("""
                import importlib, json, os, sys
                from huggingface_hub import constants, get_token
                def ask(variables):
                    os.environ.clear()
                    os.environ.update(variables)
                    importlib.reload(constants)
                    return [constants.HF_HUB_CACHE, constants.HF_TOKEN_PATH, str(constants.HF_HUB_OFFLINE),
                            get_token() or "none"]
                print(json.dumps([ask(variables) for variables in json.load(open(sys.argv[1]))]))
                """, file.toString());

        List<List<String>> theirs = json.readValue(printed, new TypeReference<>() {});
        for (int i = 0; i < table.size(); i++) {
            var one = new HubEnvironment(new EnvironmentVariables(table.get(i)::get));
            List<String> their = theirs.get(i);
            assertThat(one.cacheDirectory()).as("%s", table.get(i)).isEqualTo(Path.of(their.get(0)));
            assertThat(one.tokenFile()).as("%s", table.get(i)).contains(Path.of(their.get(1)));
            assertThat(one.isOffline())
                    .as("%s", table.get(i))
                    .isEqualTo(their.get(2).equals("True"));
            assertThat(one.token().map(HubEnvironmentTest::secret).orElse("none"))
                    .as("%s", table.get(i))
                    .isEqualTo(their.get(3));
        }
    }

    private List<Map<String, String>> environments() throws Exception {
        writeTokenFile("hf_file\r\n");
        Path elsewhere = Files.createDirectories(home.resolve("else where"));
        Files.writeString(elsewhere.resolve("token"), "\nhf_elsewhere ");
        Files.writeString(home.resolve("blank"), " \n");
        var table = new ArrayList<Map<String, String>>();
        for (String folder : List.of(
                "~",
                "~/",
                "~/else where",
                "~//x",
                "$E",
                "${E}/x",
                "/a$UNKNOWN/$",
                "$EMPTY/a",
                "/a/${EMPTY}b",
                "${}",
                "/$E1",
                "/${E",
                "/a/../b/")) {
            for (String name :
                    List.of("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "HF_TOKEN_PATH")) {
                // A token path that is a folder is an error for both.
                String suffix = name.equals("HF_TOKEN_PATH") ? "/token" : "";
                table.add(with(name, folder + suffix));
                table.add(with(name, folder + suffix, "HF_HOME", elsewhere.toString()));
                table.add(with(name, folder + suffix, "XDG_CACHE_HOME", "/xdg"));
            }
        }
        for (String hub : List.of("", "0", "1", "on", "oN", "yes", "true", "y", " 1", "2")) {
            for (String transformers : List.of("", "0", "1", "YES")) {
                table.add(with("HF_HUB_OFFLINE", hub, "TRANSFORMERS_OFFLINE", transformers));
            }
            table.add(with("TRANSFORMERS_OFFLINE", hub));
        }
        for (String token : List.of("", " ", "hf_a", " hf_a\r\n", "hf_\na", "\t")) {
            for (String legacy : List.of("", "hf_legacy", "\n")) {
                table.add(with("HF_TOKEN", token, "HUGGING_FACE_HUB_TOKEN", legacy));
                table.add(with("HF_TOKEN", token, "HUGGING_FACE_HUB_TOKEN", legacy, "HF_TOKEN_PATH", "~/blank"));
                table.add(with("HF_TOKEN", token, "HUGGING_FACE_HUB_TOKEN", legacy, "HF_TOKEN_PATH", "~/missing"));
            }
            table.add(with("HUGGING_FACE_HUB_TOKEN", token));
        }
        return table;
    }

    private Map<String, String> with(String... namesAndValues) {
        var with = new TreeMap<>(variables);
        with.putAll(Map.of("E", home + "/else where", "EMPTY", "", "TILDE", "~"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            with.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return with;
    }

    private void putIfPresent(String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    private String secret() {
        return secret(environment.token().orElseThrow());
    }

    private static String secret(Authorization token) {
        assertThat(token.headerValue()).startsWith("Bearer ");
        return token.headerValue().substring("Bearer ".length());
    }

    private void writeTokenFile(String content) throws Exception {
        Files.createDirectories(environment.home().orElseThrow());
        Files.writeString(environment.home().orElseThrow().resolve("token"), content);
    }
}
