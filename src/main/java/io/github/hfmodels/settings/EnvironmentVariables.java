package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment, and the user's home folder. An empty variable counts as unset; true is {@code 1}, {@code ON},
 * {@code YES} or {@code TRUE} in any case, as in huggingface_hub.
 */
public final class EnvironmentVariables {

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");

    private static final String HOME = System.getProperty("os.name").startsWith("Windows") ? "USERPROFILE" : "HOME";

    private final UnaryOperator<@Nullable String> variables;
    private final UserPaths paths = new UserPaths(
            () -> userHome().orElseThrow(() -> homeless("set " + HOME + ", or write the whole path instead of ~")));

    /** @param variables gives the value of the environment variable of that name, null when it is unset */
    public EnvironmentVariables(UnaryOperator<@Nullable String> variables) {
        this.variables = variables;
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isEmpty());
    }

    boolean isTrue(String name) {
        return value(name)
                .map(value -> value.toUpperCase(Locale.ROOT))
                .filter(TRUE::contains)
                .isPresent();
    }

    /** A number of seconds; empty when it is unset or 0. */
    OptionalInt seconds(String name) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int seconds = Integer.parseInt(value.get().strip());
            if (seconds < 0) {
                throw new NumberFormatException("negative");
            }
            return seconds == 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
        } catch (NumberFormatException e) {
            throw new UserException(
                    "the environment variable " + name + " is '" + Printable.of(value.get())
                            + "'; expected a whole number of seconds",
                    e);
        }
    }

    /** The token of a text; empty when there is none. */
    static Optional<Authorization> token(String text, String foundIn) {
        String token = text.replace("\r", "").replace("\n", "").strip();
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UserException("the token from " + foundIn + " has characters that a token cannot have");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of(Authorization.bearer(token, foundIn));
    }

    /** How to read the paths of parameters. */
    public UserPaths paths() {
        return paths;
    }

    /** An absolute path, with a home folder and references to other variables in it. */
    Optional<Path> path(String name) {
        return value(name).map(text -> paths.of("the environment variable " + name, expanded(text)));
    }

    /** With {@code $NAME} and <code>${NAME}</code> replaced; unknown names stay as they are. */
    private String expanded(String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
            String value = variables.apply(name);
            return Matcher.quoteReplacement(value == null ? reference.group() : value);
        });
    }

    /**
     * {@code $HOME} before Java's {@code user.home}, which ignores it, so that it is the same folder as in Python; empty when neither
     * is a folder's whole path. For a user without a name Java says {@code ?}.
     */
    Optional<Path> userHome() {
        Optional<String> variable = value(HOME);
        String name = variable.isPresent() ? "the environment variable " + HOME : "user.home";
        String text = variable.orElseGet(EnvironmentVariables::javaHome);
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            throw UserPaths.malformed(name, e);
        }
    }

    UserException homeless(String advice) {
        String said = value(HOME)
                .map(text -> HOME + " is '" + Printable.of(text) + "'")
                .orElseGet(() -> HOME + " is not set, and Java says '" + Printable.of(javaHome()) + "'");
        return new UserException("the home folder is not known: " + said + "; " + advice);
    }

    private static String javaHome() {
        return System.getProperty("user.home", "");
    }
}
