package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.settings.Mirror;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For which endpoints a mirror of settings.xml stands in. */
class SettingsMirrorsTest {

    private static final SourceEnvironment HUB = new HubEnvironment(new EnvironmentVariables(name -> null));
    private static final SourceEnvironment MODELSCOPE =
            new ModelScopeEnvironment(new EnvironmentVariables(name -> null), warning -> {});

    private final List<Mirror> mirrors = new ArrayList<>();

    /** An endpoint as a user writes it. */
    private record ConfiguredEndpoint(String text) {
        Endpoint value() {
            return Endpoint.of(text, "the endpoint", "", HUB);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://huggingface.co",
                "https://huggingface.co/",
                "https://huggingface.co:443",
                "HTTPS://HuggingFace.CO//",
            })
    void publicHub_howeverItIsWritten_isReplaced(String endpoint) {
        mirror("corp", "huggingface", "https://nexus.corp/repository/hf/");

        assertThat(applied(endpoint)).containsExactly("https://nexus.corp/repository/hf of corp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://huggingface.co",
                "https://huggingface.co:8443",
                "https://huggingface.co/hf",
                "https://www.huggingface.co",
                "file:///huggingface.co",
            })
    void anythingElse_stays(String endpoint) {
        mirror("corp", "huggingface", "https://nexus.corp");

        assertThat(applied(endpoint)).containsExactly(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface, true",
        "' central , huggingface ', true",
        "'*,huggingface', true",
        "*, false",
        "external:*, false",
        "'*,!huggingface', false",
        "huggingface*, false",
        "Huggingface, false",
        "modelscope, false",
        "'', false",
    })
    void mirror_isTheSourcesIfItsMirrorOfNamesIt(String mirrorOf, boolean isReplaced) {
        mirror("corp", mirrorOf, "https://nexus.corp");

        assertThat(applied("https://huggingface.co"))
                .containsExactly(isReplaced ? "https://nexus.corp of corp" : "https://huggingface.co");
    }

    @Test
    void firstMirrorOfTheSource_isUsed() {
        mirror("all", "*", "https://all.corp");
        mirror("first", "huggingface", "https://first.corp");
        mirror("second", "huggingface", "https://second.corp");

        assertThat(applied("https://huggingface.co")).containsExactly("https://first.corp of first");
    }

    @Test
    void ofSeveralEndpoints_onlyThePublicHubIsReplacedAndTheOrderStays() {
        mirror("corp", "huggingface", "https://nexus.corp/hf");

        assertThat(applied("https://a.example.org", "https://huggingface.co", "https://b.example.org"))
                .containsExactly("https://a.example.org", "https://nexus.corp/hf of corp", "https://b.example.org");
    }

    @Test
    void placeThatIsNamedTwice_staysWhereItWasFirst() {
        assertThat(applied("https://a.example.org", "https://b.example.org", "https://A.example.org:443/"))
                .containsExactly("https://a.example.org", "https://b.example.org");
        assertThat(applied("file:///a/b", "file:/a/./b/")).containsExactly("file:///a/b");
    }

    @Test
    void placeThatIsNamedTwice_isTheMirrors() {
        mirror("corp", "huggingface", "https://nexus.corp/hf");

        assertThat(applied("https://nexus.corp/hf", "https://b.example.org", "https://huggingface.co"))
                .containsExactly("https://nexus.corp/hf of corp", "https://b.example.org");
    }

    @Test
    void blockedHub_isLeftOut() {
        mirror("corp", "huggingface", "https://nexus.corp/hf").setBlocked(true);

        assertThat(applied("https://a.example.org", "https://huggingface.co")).containsExactly("https://a.example.org");
        assertThat(applied("https://huggingface.co")).isEmpty();
    }

    @Test
    void folderMayBeTheMirror() {
        mirror("usb", "huggingface", "file:///mnt/usb/hf");

        assertThat(applied("https://huggingface.co")).containsExactly("file:///mnt/usb/hf of usb");
    }

    @Test
    void wrongAddressOfAMirror_isNamed() {
        mirror("corp", "huggingface", "nexus.corp");

        assertThatThrownBy(() -> applied("https://huggingface.co"))
                .isInstanceOf(UserException.class)
                .hasMessage("the <url> of mirror 'corp' in settings.xml is 'nexus.corp'; expected an address such as"
                        + " https://huggingface.co or file:///folder");
        // Not of interest where nothing is to be replaced.
        assertThat(applied("https://a.example.org")).containsExactly("https://a.example.org");
    }

    @Test
    void mirrorWithoutAnAddressOrWithASecret_isRefused() {
        Mirror mirror = mirror("corp", "huggingface", null);
        assertThatThrownBy(() -> applied("https://huggingface.co"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the <url> of mirror 'corp' in settings.xml is ''");

        mirror.setUrl("https://me:pa55@nexus.corp");
        assertThatThrownBy(() -> applied("https://huggingface.co"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the <url> of mirror 'corp' in settings.xml holds a user name or password")
                .hasMessageNotContaining("pa55");
    }

    private Mirror mirror(String id, String mirrorOf, @Nullable String url) {
        var mirror = new Mirror();
        mirror.setId(id);
        mirror.setMirrorOf(mirrorOf);
        mirror.setUrl(url);
        mirrors.add(mirror);
        return mirror;
    }

    @Test
    void mirrorOfModelScope_standsInForItsPublicServerUnderBothNames_andNotForTheHub() {
        mirror("company", "modelscope", "https://repo.test/ms");

        assertThat(applied(MODELSCOPE, "https://modelscope.cn")).containsExactly("https://repo.test/ms of company");
        assertThat(applied(MODELSCOPE, "https://www.modelscope.cn/"))
                .containsExactly("https://repo.test/ms of company");
        assertThat(applied(MODELSCOPE, "https://www.modelscope.ai")).containsExactly("https://www.modelscope.ai");
        assertThat(applied("https://huggingface.co")).containsExactly("https://huggingface.co");
    }

    @Test
    void mirrorOfTheHub_doesNotStandInForModelScope() {
        mirror("company", "huggingface", "https://repo.test/hf");

        assertThat(applied(MODELSCOPE, "https://modelscope.cn")).containsExactly("https://modelscope.cn");
    }

    private List<String> applied(String... configured) {
        return applied(HUB, configured);
    }

    private List<String> applied(SourceEnvironment environment, String... configured) {
        List<Endpoint> endpoints = Arrays.stream(configured)
                .map(text -> new ConfiguredEndpoint(text).value())
                .toList();
        return new SettingsMirrors(mirrors)
                .apply(environment, endpoints).stream()
                        .map(endpoint ->
                                endpoint.address() + (endpoint.mirrorId() == null ? "" : " of " + endpoint.mirrorId()))
                        .toList();
    }
}
