package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.hfmodels.process.OtherProcess;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathsTest {

    private static final Path HOME = Path.of("home").toAbsolutePath();

    private final UserPaths paths = new UserPaths(() -> HOME);

    @ParameterizedTest
    @CsvSource({"~, ''", "~/, ''", "~/x, x", "~//x, x", "~/x/../y, x/../y"})
    void tilde_isTheHomeFolder(String text, String below) {
        assertThat(paths.of("<directory>", text)).isEqualTo(HOME.resolve(below));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "./~", "a/~/b", "a~", "/~"})
    void otherPaths_areAsTheyAreWritten(String text) {
        var homeless = new UserPaths(() -> {
            throw new AssertionError("no path in the home folder");
        });

        assertThat(homeless.of("<directory>", text)).isEqualTo(Path.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~somebody", "~somebody/x", "~~", "~ /x"})
    void tildeBeforeAName_isRefused(String text) {
        assertThatThrownBy(() -> paths.of("<directory>", text))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(
                        "<directory> is '" + text + "'; only ~ alone or before a / means a home folder");
    }

    @Test
    void malformedPath_isNamed() {
        assertThatThrownBy(() -> paths.of("<directory>", "a\0b"))
                .isInstanceOf(UserException.class)
                .hasMessage("<directory> is 'a\\u0000b'; expected a path");
    }

    /** Java cannot express such a name with the locale C. */
    @Test
    void nameThatTheLocaleLacks_isToldWithWhatToSet() throws Exception {
        assumeFalse(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).matches("(win|mac).*"),
                "skipped: names of files do not depend on the locale here");
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AsciiOnly.class.getName())
                .redirectErrorStream(true);
        java.environment().put("LC_ALL", "C");

        try (var other = new OtherProcess(java.start())) {
            assertThat(other.hear("<directory>"))
                    .endsWith(
                            "'; expected a path that Java can express in this locale: use ASCII, or set LC_ALL=C.UTF-8");
        }
    }

    /** Tells what is wrong with a name that is not ASCII. */
    static final class AsciiOnly {

        private AsciiOnly() {}

        public static void main(String[] arguments) {
            try {
                new UserPaths(() -> HOME).of("<directory>", "mod\u00e8les");
                System.out.println("<directory> is fine");
            } catch (UserException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
