package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String TOKEN = "hf_TokenOfSecretsTest0123456789";
    private static final String PASSWORD = "p/ß \"of\"+SecretsTest&\\";

    @BeforeAll
    static void send() {
        Secrets.hide(TOKEN);
        Secrets.hide(PASSWORD);
        Secrets.hide("qwzx7");
    }

    @Test
    void secret_isMaskedWhereverItStands() {
        assertThat(Printable.of("bad token 'Bearer " + TOKEN + "' and " + TOKEN))
                .isEqualTo("bad token 'Bearer ***' and ***");
        assertThat(Printable.line("x" + TOKEN + "x")).isEqualTo("x***x");
    }

    @Test
    void secretInAnotherCase_isMasked() {
        assertThat(Printable.line(TOKEN.toUpperCase(java.util.Locale.ROOT))).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p/ß \"of\"+SecretsTest&\\",
                "p%2Fß \"of\"%2BSecretsTest&\\",
                "p%2f%C3%9f%20%22of%22%2bSecretsTest%26%5c",
                "p%2f%C3%9f+%22of%22%2bSecretsTest%26%5c",
                "p\\/\\u00df \\\"of\\\"+SecretsTest\\u0026\\\\",
                "p/&#223; &quot;of&#x22;+SecretsTest&amp;\\",
                "p/Ã\u009f \"of\"+SecretsTest&\\",
            })
    void secretInAnyEncoding_isMasked(String encoded) {
        assertThat(Printable.line("a '" + encoded + "' b")).isEqualTo("a '***' b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "me", "me:", "Bearer "})
    void secretInBase64_isMasked(String before) {
        for (String after : new String[] {"", "b", "bc"}) {
            byte[] bytes = (before + PASSWORD + after).getBytes(StandardCharsets.UTF_8);

            assertThat(Printable.line(Base64.getEncoder().encodeToString(bytes)))
                    .contains("***")
                    .hasSizeLessThan(20);
            assertThat(Printable.line(Base64.getUrlEncoder().encodeToString(bytes)))
                    .contains("***")
                    .hasSizeLessThan(20);
        }
    }

    @Test
    void secretThatIsCutOff_isMasked() {
        assertThat(Printable.line("token " + TOKEN.substring(0, 20))).isEqualTo("token ***");
    }

    @Test
    void secretInTheMiddleOfALongText_isMaskedBeforeTheTextIsCut() {
        String text = Printable.of("x".repeat(50) + TOKEN + "y".repeat(100));

        assertThat(text).contains("***").doesNotContain("hf_Token");
    }

    @Test
    void shortSecret_isMaskedAsAWord() {
        assertThat(Printable.line("the login me:qwzx7 and qwzx71")).isEqualTo("the login me:*** and qwzx71");
    }

    @Test
    void signaturesOfAddresses_areMasked() {
        assertThat(Printable.line("GET /a?X-Amz-Signature=0a1b&X-Amz-Credential=k%2Fb&Policy=e30_&Key-Pair-Id=K1&x=y"))
                .isEqualTo("GET /a?X-Amz-Signature=***&X-Amz-Credential=***&Policy=***&Key-Pair-Id=***&x=y");
        assertThat(Printable.line("hf.updatePolicy=daily")).isEqualTo("hf.updatePolicy=daily");
    }

    @Test
    void otherSecrets_areMaskedInTheTextWithThem() {
        assertThat(Secrets.without(List.of("0a1b2c3d4e5f", "short"), "<Given>0A1B2C3D4E5F</Given> short"))
                .isEqualTo("<Given>***</Given> short");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void textThatIsASecretButForItsEnd_costsNoMoreThanAnyOther() {
        String almost = "-_./".repeat(200);

        assertThat(Secrets.without(List.of(almost + "x"), almost.repeat(2))).isEqualTo(almost.repeat(2));
    }

    @Test
    void veryLongSecret_isMasked() {
        String secret = "-_./".repeat(10_000);

        assertThat(Secrets.without(List.of(secret), "a" + secret + "b")).isEqualTo("a***b");
    }

    @Test
    void secretThatBeginsWithAnother_isMaskedToItsEnd() {
        assertThat(Secrets.without(List.of("secret-one", "secret-one-and-more"), "x secret-one-and-more y"))
                .isEqualTo("x *** y");
    }

    @Test
    void secretThatLooksEncoded_isMasked() {
        for (String secret : List.of("secret%25b%25", "secret&amp;b", "secret\\\\b\\\\c")) {
            assertThat(Secrets.without(List.of(secret), "x " + secret + " y")).isEqualTo("x *** y");
        }
    }

    @Test
    void secretsOfManyThreads_areAllMasked() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        var secrets = IntStream.range(0, 200)
                .mapToObj(i -> "SecretOfThread" + i + "!")
                .toList();
        List<Callable<Void>> tasks = secrets.stream()
                .map(secret -> (Callable<Void>) () -> {
                    Secrets.hide(secret);
                    return null;
                })
                .toList();
        for (Future<Void> each : threads.invokeAll(tasks)) {
            each.get();
        }
        threads.shutdown();

        assertThat(secrets)
                .allSatisfy(secret ->
                        assertThat(Printable.line("x " + secret + " y")).isEqualTo("x *** y"));
    }
}
