package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommitHashTest {

    private static final String SHA1 = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf";
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void fullHash_ofEitherLength_isKept() {
        assertThat(new CommitHash(SHA1)).hasToString(SHA1);
        assertThat(new CommitHash(SHA256)).hasToString(SHA256);
    }

    @Test
    void anythingElse_isRefused() {
        List<String> texts = List.of(
                "",
                "main",
                "c9745ed",
                SHA1 + "0",
                SHA1.substring(1),
                "C" + SHA1.substring(1),
                "g" + SHA1.substring(1),
                SHA1 + "\n",
                " " + SHA1,
                "../" + SHA1.substring(3),
                SHA1.substring(1) + "٣");
        for (String text : texts) {
            assertThat(CommitHash.isCommitHash(text)).as(text).isFalse();
            assertThatThrownBy(() -> new CommitHash(text))
                    .as(text)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("not a commit hash");
        }
    }
}
