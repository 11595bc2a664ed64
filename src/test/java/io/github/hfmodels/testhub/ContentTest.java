package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void generatedContent_isTheSameFromAnyOffset() throws Exception {
        Content content = Content.generated(3_000_000, 7);
        byte[] all;
        try (InputStream in = content.open(0)) {
            all = in.readAllBytes();
        }
        try (InputStream in = content.open(1_048_570)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, 1_048_570, all.length));
        }
        assertThat(content.sha256()).isEqualTo(Content.of(all).sha256());
        assertThat(content.gitSha1()).isEqualTo(Content.of(all).gitSha1());
    }
}
