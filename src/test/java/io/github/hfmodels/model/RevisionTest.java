package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {

    private static final String COMMIT = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "v1.0",
                "refs/pr/1",
                "refs/convert/parquet",
                "feature/x",
                "release-1.0_a",
                "é",
                "c9745ed",
                "a@b",
                "#1",
                "100%",
                "-x"
            })
    void name_ofABranchOrTagOrRef_isKept(String name) {
        assertThat(new Revision(name)).hasToString(name);
        assertThat(new Revision(name).isCommit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                ".",
                "../main",
                "a/../b",
                "a/./b",
                "a..b",
                "./x",
                "a/..",
                "/main",
                "main/",
                "a//b",
                " main",
                "main ",
                "a\nb",
                "a\0b",
                "a\u007fb",
                "a~1",
                "a^",
                "a:b",
                "C:x",
                "a?",
                "a*",
                "a[b",
                "a\\b",
                "..\\x",
                "a@{1}"
            })
    void name_thatNoRefCanHave_isRefused(String name) {
        assertThatThrownBy(() -> new Revision(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("expected a branch, a tag, a ref");
    }

    @Test
    void name_beyond255Characters_isRefused() {
        assertThat(new Revision("x".repeat(255)).name()).hasSize(255);
        assertThatThrownBy(() -> new Revision("x".repeat(256))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void isCommit_onlyForFullLowercaseHashes() {
        assertThat(new Revision(COMMIT).isCommit()).isTrue();
        assertThat(new Revision(COMMIT.toUpperCase(Locale.ROOT)).isCommit()).isFalse();
        assertThat(new Revision(COMMIT.substring(1)).isCommit()).isFalse();
        assertThat(new Revision(COMMIT + "0").isCommit()).isFalse();
    }

    @Test
    void main_isTheDefault() {
        assertThat(Revision.MAIN).isEqualTo(new Revision("main"));
    }
}
