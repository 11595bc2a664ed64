package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void ordinaryText_isKept() {
        assertThat(Printable.of("dür/文件 \uD83E\uDD17.bin")).isEqualTo("dür/文件 \uD83E\uDD17.bin");
    }

    @Test
    void controlAndFormatCharacters_areReplaced() {
        assertThat(Printable.of("a\nb\rc\td\0e\u001b[2Jf\u009bg\u202eh\u200bi")).isEqualTo("a?b?c?d?e?[2Jf?g?h?i");
    }

    @Test
    void lineSeparators_areReplaced() {
        assertThat(Printable.of("a\u2028b\u2029c\u0085d")).isEqualTo("a?b?c?d");
    }

    @Test
    void text_of120Characters_isKept() {
        assertThat(Printable.of("x".repeat(120))).isEqualTo("x".repeat(120));
    }

    @Test
    void longText_losesItsMiddle() {
        String text = "start" + "x".repeat(5_000_000) + "end";

        assertThat(Printable.of("a".repeat(60) + "b" + "c".repeat(60)))
                .isEqualTo("a".repeat(60) + "…" + "c".repeat(60));
        assertThat(Printable.of(text)).startsWith("start").contains("…").hasSize(121);
    }

    @Test
    void longText_isNeverCutThroughACharacter() {
        String cut = Printable.of("x" + "\uD83E\uDD17".repeat(100));

        assertThat(cut.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isTrue();
    }
}
