package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.python.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoPathTest {

    private static final String[] HOSTILE = {
        "../x",
        "..",
        "a/..",
        "a/../b",
        "a/b/../../../x",
        "..\\x",
        "a\\..\\b",
        "a/b\\..\\..\\x",
        "a\\../b",
        "/x",
        "//x",
        "//server/share",
        "/",
        "\\x",
        "a/\\x",
        "\\\\server\\share",
        "\\\\?\\C:\\x",
        "a/\\\\server\\share\\x",
        "C:\\x",
        "C:/x",
        "C:x",
        "C:",
        "c:x",
        "a/C:b",
        "a/C:",
        "a/b/C:\\x",
        "1:x",
        "é:x",
        ":/x/../y",
        "\uD83E\uDD17:x",
        "",
        "a//b",
        "a/",
        ".",
        "./a",
        "a/.",
        "a/./b",
        "a\0b",
        "\0",
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../x                | '..'",
                "..                  | '..'",
                "a/../b              | '..'",
                "a\\..\\b            | '..'",
                "a/b\\..\\..\\x      | '..'",
                "/x                  | absolute",
                "//server/share      | absolute",
                "\\x                 | absolute on Windows",
                "\\\\server\\share   | absolute on Windows",
                "a/\\\\server\\share | absolute on Windows",
                "C:\\x               | absolute on Windows",
                "C:x                 | absolute on Windows",
                "C:                  | absolute on Windows",
                "a/C:b               | absolute on Windows",
                "''                  | empty",
                "a//b                | empty",
                "a/                  | empty",
                ".                   | empty",
                "a/./b               | empty",
            })
    void hostilePath_isRefusedWithTheReason(String path, String reason) {
        assertThatThrownBy(() -> new RepoPath(path))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("'" + path + "'")
                .hasMessageContaining(reason);
    }

    @Test
    void everyHostilePath_isRefused() {
        for (String path : HOSTILE) {
            assertThatThrownBy(() -> new RepoPath(path)).as("'%s'", path).isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void nul_isRefusedAndNotShown() {
        assertThatThrownBy(() -> new RepoPath("a\0b"))
                .hasMessageContaining("'a\\u0000b'")
                .hasMessageContaining("NUL");
    }

    @Test
    void endlessName_isRefusedWithAShortMessage() {
        assertThatThrownBy(() -> new RepoPath("x".repeat(5_000)))
                .isInstanceOf(InvalidValueException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void endlessPathOfShortNames_isRefused() {
        assertThatThrownBy(() -> new RepoPath("abc/".repeat(1_250) + "x"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("longer than 3072 bytes");
    }

    @Test
    void segment_of255Bytes_isAllowed() {
        assertThat(new RepoPath("x".repeat(255)).value()).hasSize(255);
        assertThat(new RepoPath("a/" + "é".repeat(127) + "x").value()).hasSize(130);
        assertThat(new RepoPath("\uD83E\uDD17".repeat(63)).value()).hasSize(126);
    }

    @Test
    void segment_of256Bytes_isRefused() {
        List<String> names = List.of("x".repeat(256), "é".repeat(128), "文".repeat(86), "\uD83E\uDD17".repeat(64));
        for (String name : names) {
            assertThatThrownBy(() -> new RepoPath("a/" + name))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("longer than 255 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "a b/ c /d",
                " ",
                "dür/文件.bin",
                "\uD83E\uDD17.txt",
                ".gitattributes",
                ".hidden/..x",
                "...",
                "a...b/..c",
                "a\\b",
                "ab:c",
                "a/bc:d",
                "~/x",
                "$HOME",
                "a%2F..%2Fb",
                "NUL",
                "x?*<>|\"'",
                "line\nbreak"
            })
    void oddPath_isAllowed(String path) {
        assertThat(new RepoPath(path)).hasToString(path);
    }

    @Test
    void below_joinsSegmentBySegment(@TempDir Path folder) {
        Path file = new RepoPath("a b/.c/d").below(folder);

        assertThat(file).isEqualTo(folder.resolve("a b").resolve(".c").resolve("d"));
    }

    @Test
    void whateverHuggingfaceHubRefuses_isRefused(@TempDir Path folder) throws Exception {
        Python python = Python.requireHuggingfaceHub();
        List<String> paths = randomPaths();
        Path file = folder.resolve("paths.json");
        new ObjectMapper().writeValue(file.toFile(), paths);

        String verdicts = python.run("""
                import json, sys
                from huggingface_hub._local_folder import _validate_relative_filename
                def verdict(path):
                    try:
                        _validate_relative_filename(path)
                        return "1"
                    except ValueError:
                        return "0"
                print("".join(map(verdict, json.load(open(sys.argv[1])))))
                """, file.toString());

        assertThat(verdicts).contains("0", "1");
        for (int i = 0; i < paths.size(); i++) {
            if (verdicts.charAt(i) == '0') {
                String path = paths.get(i);
                assertThatThrownBy(() -> new RepoPath(path)).as("'%s'", path).isInstanceOf(InvalidValueException.class);
            }
        }
    }

    private static List<String> randomPaths() {
        var random = new Random(20261122);
        String[] pieces = {
            "a", "bc", ".", "..", "/", "\\", ":", " ", "C:", "?", "\uD83E\uDD17", "é", "\n", "UNC", "NUL", "~", "%2e"
        };
        Set<String> paths = new LinkedHashSet<>(List.of(HOSTILE));
        for (int i = 0; i < 10_000; i++) {
            var path = new StringBuilder();
            for (int length = 1 + random.nextInt(7); length > 0; length--) {
                path.append(pieces[random.nextInt(pieces.length)]);
            }
            paths.add(path.toString());
        }
        return new ArrayList<>(paths);
    }
}
