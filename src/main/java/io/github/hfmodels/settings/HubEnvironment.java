package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
 * What the environment says about the Hub. An empty variable counts as unset; true is {@code 1}, {@code ON}, {@code YES} or
 * {@code TRUE} in any case, as in huggingface_hub.
 */
public final class HubEnvironment {

    /** The public Hub. */
    public static final String PUBLIC_ENDPOINT = "https://huggingface.co";

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");

    private final UnaryOperator<@Nullable String> variables;

    /** @param variables gives the value of the environment variable of that name, null when it is unset */
    public HubEnvironment(UnaryOperator<@Nullable String> variables) {
        this.variables = variables;
    }

    /** The endpoint: {@code HF_ENDPOINT}, else the public Hub. */
    public String endpoint() {
        return value("HF_ENDPOINT").orElse(PUBLIC_ENDPOINT);
    }

    /**
     * The shared cache: {@code HF_HUB_CACHE}, else {@code HUGGINGFACE_HUB_CACHE}, else the folder {@code hub} of
     * {@link #home()}.
     */
    public Path cacheDirectory() {
        return path("HF_HUB_CACHE").or(() -> path("HUGGINGFACE_HUB_CACHE")).orElseGet(() -> home().resolve("hub"));
    }

    /** Where huggingface_hub keeps its files: {@code HF_HOME}, else {@code huggingface} in the user's cache folder. */
    Path home() {
        return path("HF_HOME")
                .orElseGet(() -> path("XDG_CACHE_HOME")
                        .orElseGet(() -> userHome().resolve(".cache"))
                        .resolve("huggingface"));
    }

    /** Where the token is kept: {@code HF_TOKEN_PATH}, else the file {@code token} in {@link #home()}. */
    Path tokenFile() {
        return path("HF_TOKEN_PATH").orElseGet(() -> home().resolve("token"));
    }

    /** Whether all network use is forbidden: {@code HF_HUB_OFFLINE}, or where it is unset {@code TRANSFORMERS_OFFLINE}. */
    public boolean isOffline() {
        return value("HF_HUB_OFFLINE").isPresent() ? isTrue("HF_HUB_OFFLINE") : isTrue("TRANSFORMERS_OFFLINE");
    }

    /** Whether the cache must do without symbolic links: {@code HF_HUB_DISABLE_SYMLINKS}. */
    public boolean disablesSymlinks() {
        return isTrue("HF_HUB_DISABLE_SYMLINKS");
    }

    /**
     * The token to send when no other is configured: {@code HF_TOKEN}, {@code HUGGING_FACE_HUB_TOKEN}, or the token file. Empty
     * when there is none, or {@code HF_HUB_DISABLE_IMPLICIT_TOKEN} says that it must not be sent.
     *
     * @throws UserException when the token file exists and cannot be read, or the token is malformed
     */
    Optional<Authorization> token() {
        if (isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        // A blank HF_TOKEN hides the legacy variable, but not the file.
        String variable = value("HF_TOKEN").isPresent() ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
        return value(variable)
                .flatMap(text -> token(text, "the environment variable " + variable))
                .or(this::tokenOfFile);
    }

    private Optional<Authorization> tokenOfFile() {
        Path file = tokenFile();
        try {
            return token(Files.readString(file), "the file " + file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UserException("the token file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Authorization> token(String text, String foundIn) {
        String token = text.replace("\r", "").replace("\n", "").strip();
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UserException("the token from " + foundIn + " has characters that a token cannot have");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of(Authorization.bearer(token, foundIn));
    }

    /** The seconds without a byte after which a download has failed: {@code HF_HUB_DOWNLOAD_TIMEOUT}. */
    OptionalInt downloadTimeout() {
        return seconds("HF_HUB_DOWNLOAD_TIMEOUT");
    }

    /** The seconds within which the Hub must answer an API call: {@code HF_HUB_ETAG_TIMEOUT}. */
    OptionalInt etagTimeout() {
        return seconds("HF_HUB_ETAG_TIMEOUT");
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isEmpty());
    }

    private boolean isTrue(String name) {
        return value(name)
                .map(value -> value.toUpperCase(Locale.ROOT))
                .filter(TRUE::contains)
                .isPresent();
    }

    private OptionalInt seconds(String name) {
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

    private Optional<Path> path(String name) {
        return value(name).map(text -> {
            try {
                return Path.of(expanded(text));
            } catch (InvalidPathException e) {
                throw new UserException(
                        "the environment variable " + name + " is '" + Printable.of(text) + "'; expected a path", e);
            }
        });
    }

    /** With {@code ~}, then {@code $NAME} and <code>${NAME}</code> replaced; unknown names stay as they are. */
    private String expanded(String text) {
        boolean inHome = text.equals("~") || text.startsWith("~/");
        Matcher references = REFERENCE.matcher(inHome ? userHome() + text.substring(1) : text);
        return references.replaceAll(reference -> {
            String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
            String value = variables.apply(name);
            return Matcher.quoteReplacement(value == null ? reference.group() : value);
        });
    }

    /** {@code $HOME} before Java's {@code user.home}, which ignores it, so that it is the same folder as in Python. */
    private Path userHome() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(value(windows ? "USERPROFILE" : "HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
