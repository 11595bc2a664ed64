package io.github.hfmodels.cache;

import java.util.Optional;
import java.util.regex.Pattern;

/** The names that Windows cannot give to files. */
final class WindowsNames {

    /** Those of devices, in any folder and with any ending. */
    private static final Pattern DEVICE = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(?:\\..*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*\\\\\\x00-\\x1f]");

    private WindowsNames() {}

    /** What is wrong with a path, separated by {@code /}; empty for nothing. */
    static Optional<String> problem(String path) {
        for (String name : path.split("/")) {
            if (DEVICE.matcher(name).matches()) {
                return Optional.of("Windows reserves the name");
            }
            if (FORBIDDEN.matcher(name).find()) {
                return Optional.of("Windows allows none of <>:\"|?*\\ in names");
            }
            if (name.endsWith(".") || name.endsWith(" ")) {
                return Optional.of("Windows drops dots and blanks at the end of names");
            }
        }
        return Optional.empty();
    }
}
