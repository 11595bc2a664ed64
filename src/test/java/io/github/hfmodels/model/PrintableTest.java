package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    private static final Set<Byte> INVISIBLE = Set.of(
            Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE);

    @Test
    void ordinaryText_isKept() {
        assertThat(Printable.of("dür/文件 \uD83E\uDD17.bin")).isEqualTo("dür/文件 \uD83E\uDD17.bin");
    }

    @Test
    void controlAndFormatCharacters_areShownAsEscapes() {
        assertThat(Printable.of("a\nb\rc\td\0e\u001b[2Jf\u009bg\u202eh\u200bi\ufeff"))
                .isEqualTo("a\\nb\\rc\\td\\u0000e\\u001b[2Jf\\u009bg\\u202eh\\u200bi\\ufeff");
    }

    @Test
    void lineSeparators_areShownAsEscapes() {
        assertThat(Printable.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
    }

    @Test
    void halvesOfCharacters_areShownAsEscapes() {
        assertThat(Printable.of("a\uD83Eb\uDD17")).isEqualTo("a\\ud83eb\\udd17");
    }

    @Test
    void noCharacterThatIsNotVisible_isLeft() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> INVISIBLE.contains((byte) Character.getType(c)))
                .mapToObj(Character::toString)
                .forEach(character -> {
                    for (String text : new String[] {Printable.line("a" + character + "b"), Printable.of(character)}) {
                        assertThat(text.codePoints().mapToObj(c -> (byte) Character.getType(c)))
                                .doesNotContainAnyElementsOf(INVISIBLE);
                        assertThat(text).contains("\\");
                    }
                });
    }

    @Test
    void whatIsPrintable_staysAsItIs() {
        String line = Printable.line("::a\u202e##[b] \uDD17");

        assertThat(Printable.line(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "::warning::x, \\u003a:warning::x",
        "'  ::add-mask::x', '  \\u003a:add-mask::x'",
        "##vso[task.setvariable variable=a]b, #\\u0023vso[task.setvariable variable=a]b",
        "a ##[error]b, a #\\u0023[error]b",
        "a###teamcity[buildStop], a##\\u0023teamcity[buildStop]",
        "####[a, ###\\u0023[a",
    })
    void commandsOfCiSystems_areShownAsEscapes(String text, String shown) {
        assertThat(Printable.line(text)).isEqualTo(shown);
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a::b", "C##/a[b]", "# a [b]", "std::vector", "##"})
    void whatLooksLikeACommandAndIsNone_isKept(String text) {
        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @Test
    void characterThatIsNotVisible_doesNotHideACommand() {
        assertThat(Printable.line("#\u200b#[a]")).isEqualTo("#\\u200b#[a]");
        assertThat(Printable.line("\u200b::a::b")).isEqualTo("\\u200b::a::b");
    }

    @Test
    void line_isNotCut() {
        assertThat(Printable.line("x".repeat(1_000))).hasSize(1_000);
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
        assertThat(Printable.of(text))
                .startsWith("start")
                .contains("…")
                .endsWith("end")
                .hasSize(121);
    }

    @Test
    void longText_isNeverCutThroughACharacter() {
        String cut = Printable.of("x" + "\uD83E\uDD17".repeat(100));

        assertThat(cut.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isTrue();
    }
}
