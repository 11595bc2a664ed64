package io.github.hfmodels.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.python.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePatternTest {

    static final List<String> PATTERN_PIECES = List.of(
            "*",
            "*",
            "?",
            "[",
            "]",
            "!",
            "^",
            "-",
            "\\",
            "/",
            ".",
            "a",
            "b",
            "z",
            "A",
            "{a,b}",
            "(",
            ")",
            "+",
            "|",
            "$",
            "&&",
            "[!",
            "[]",
            "[a-c]",
            "[z-a]",
            "[^a]",
            "[!]]",
            "--",
            "é",
            "\uD83E\uDD17",
            "\n",
            " ",
            ",",
            "#",
            "~",
            "\\Q");
    static final List<String> PATH_PIECES = List.of(
            "a",
            "b",
            "c",
            "z",
            "A",
            "/",
            ".",
            "-",
            "[",
            "]",
            "!",
            "^",
            "\\",
            "&",
            "é",
            "\uD83E\uDD17",
            "\n",
            " ",
            "{",
            "(",
            "+",
            "|",
            "$",
            "~",
            "#",
            "Q");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.json             | a/b/c.json         | true",
                "*.json             | config.json        | true",
                "*.json             | .json              | true",
                "*.json             | config.json5       | false",
                "*.JSON             | config.json        | false",
                "*                  | a/.b/c             | true",
                "onnx/              | onnx/q/m.onnx      | true",
                "onnx/*             | onnx/q/m.onnx      | true",
                "onnx/              | onnx               | false",
                "onnx               | onnx/m.onnx        | false",
                "onnx               | onnx               | true",
                "onnx\\*            | onnx/m.onnx        | true",
                "onnx\\             | onnx/m.onnx        | true",
                "onnx/*             | onnx\\m.onnx       | true",
                "**/*.onnx          | m.onnx             | false",
                "**/*.onnx          | onnx/m.onnx        | true",
                "*/x                | x                  | false",
                "./x                | x                  | false",
                "/x                 | x                  | false",
                "a?c                | a/c                | true",
                "a?c                | ac                 | false",
                "a?c                | a\uD83E\uDD17c     | true",
                "*.{json,txt}       | a.json             | false",
                "*.{json,txt}       | a.{json,txt}       | true",
                "weights[1].bin     | weights1.bin       | true",
                "weights[1].bin     | weights[1].bin     | false",
                "weights[[]1].bin   | weights[1].bin     | true",
                "[!a]x              | bx                 | true",
                "[!a]x              | ax                 | false",
                "[^a]x              | ax                 | true",
                "[^a]x              | ^x                 | true",
                "[^a]x              | bx                 | false",
                "[]a]x              | ]x                 | true",
                "[!]a]x             | ]x                 | false",
                "[!]a]x             | bx                 | true",
                "[a-c]x             | bx                 | true",
                "[a-c]x             | dx                 | false",
                "[c-a]x             | bx                 | false",
                "[!c-a]x            | bx                 | true",
                "[a-]x              | -x                 | true",
                "[-a]x              | -x                 | true",
                "[a&&b]x            | &x                 | true",
                "[a&&b]x            | ax                 | true",
                "[x                 | [x                 | true",
                "[!                 | [!                 | true",
                "[]                 | []                 | true",
                "a.c                | abc                | false",
                "a+                 | aa                 | false",
            })
    void matches_asHuggingfaceHubDoes(String pattern, String path, boolean expected) {
        assertThat(FilePattern.of(pattern).matches(path)).isEqualTo(expected);
    }

    @Test
    void star_crossesLines() {
        assertThat(FilePattern.of("a*b").matches("a\n\u2028\r\nb")).isTrue();
        assertThat(FilePattern.of("a?b").matches("a\nb")).isTrue();
    }

    @Test
    void emptyPattern_matchesTheEmptyPathOnly() {
        assertThat(FilePattern.of("").matches("")).isTrue();
        assertThat(FilePattern.of("").matches("a")).isFalse();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void patternOfManyStars_isQuick() {
        FilePattern pattern = FilePattern.of("*a".repeat(12) + "*.json");

        assertThat(pattern.matches("a".repeat(250) + ".bin")).isFalse();
    }

    @Test
    void randomPatterns_agreeWithPython(@TempDir Path folder) throws Exception {
        Python python = Python.require();
        List<List<String>> pairs = randomPairs();
        Path file = folder.resolve("pairs.json");
        new ObjectMapper().writeValue(file.toFile(), pairs);

        String verdicts = python.run("""
                import json, sys
                from fnmatch import fnmatchcase
                def matches(pattern, path):
                    pattern, path = pattern.replace("\\\\", "/"), path.replace("\\\\", "/")
                    return fnmatchcase(path, pattern + "*" if pattern.endswith("/") else pattern)
                print("".join("1" if matches(*pair) else "0" for pair in json.load(open(sys.argv[1]))))
                """, file.toString());

        assertThat(verdicts.chars().filter(c -> c == '1').count()).isGreaterThan(1_000);
        for (int i = 0; i < pairs.size(); i++) {
            String pattern = pairs.get(i).get(0);
            String path = pairs.get(i).get(1);
            assertThat(FilePattern.of(pattern).matches(path))
                    .as("'%s' for '%s'", pattern, path)
                    .isEqualTo(verdicts.charAt(i) == '1');
        }
    }

    private static List<List<String>> randomPairs() {
        var random = new Random(20261122);
        var pairs = new ArrayList<List<String>>();
        for (int i = 0; i < 20_000; i++) {
            String path = text(random, 5, PATH_PIECES);
            String pattern = i % 2 == 0 ? text(random, 7, PATTERN_PIECES) : patternAlike(random, path);
            pairs.add(List.of(pattern, path));
        }
        return pairs;
    }

    /** The path itself with some characters replaced, so that it has a fair chance of matching. */
    private static String patternAlike(Random random, String path) {
        var pattern = new StringBuilder();
        path.codePoints().forEach(c -> {
            switch (random.nextInt(6)) {
                case 0 -> pattern.append('*');
                case 1 -> pattern.append('?');
                case 2 ->
                    pattern.append(random.nextBoolean() ? "[" : "[!")
                            .appendCodePoint(c)
                            .append("b]");
                case 3 -> pattern.append(PATTERN_PIECES.get(random.nextInt(PATTERN_PIECES.size())));
                default -> pattern.appendCodePoint(c);
            }
        });
        return pattern.toString();
    }

    static String text(Random random, int atMost, List<String> pieces) {
        var text = new StringBuilder();
        for (int n = 1 + random.nextInt(atMost); n > 0; n--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[!", "[]", "*", "*[", "?*", "a*", "*a[b]"})
    void theLongestPattern_needsLittleStack(String part) {
        var pattern = FilePattern.of(part.repeat(4_096 / part.length()));

        assertThatCode(() -> pattern.matches("a/b".repeat(10_000))).doesNotThrowAnyException();
    }

    @Test
    void aPatternThatIsLongerThanAnyPath_isRefused() {
        assertThatThrownBy(() -> FilePattern.of("*a".repeat(1_000_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("has 2000000 characters; expected 4096 at most");
    }
}
