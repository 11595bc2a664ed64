package io.github.hfmodels.settings;

import io.github.hfmodels.model.UserException;
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
 * What the caller's environment says about the Hub. A variable that is empty counts as unset; true is {@code 1},
 * {@code ON}, {@code YES} or {@code TRUE} in any case, as in huggingface_hub.
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
        return value("HF_HUB_CACHE")
                .or(() -> value("HUGGINGFACE_HUB_CACHE"))
                .map(this::expanded)
                .orElseGet(() -> home().resolve("hub"));
    }

    /** Where huggingface_hub keeps its files: {@code HF_HOME}, else {@code huggingface} in the user's cache folder. */
    public Path home() {
        return value("HF_HOME")
                .map(this::expanded)
                .orElseGet(() -> value("XDG_CACHE_HOME")
                        .map(this::expanded)
                        .orElseGet(() -> userHome().resolve(".cache"))
                        .resolve("huggingface"));
    }

    /** Where the token is kept: {@code HF_TOKEN_PATH}, else the file {@code token} in {@link #home()}. */
    Path tokenFile() {
        return value("HF_TOKEN_PATH").map(this::expanded).orElseGet(() -> home().resolve("token"));
    }

    /** Whether all network use is forbidden: {@code HF_HUB_OFFLINE}, or where it is unset {@code TRANSFORMERS_OFFLINE}. */
    public boolean isOffline() {
        return value("HF_HUB_OFFLINE").isPresent() ? isTrue("HF_HUB_OFFLINE") : isTrue("TRANSFORMERS_OFFLINE");
    }

    /** Whether the cache must do without symbolic links: {@code HF_HUB_DISABLE_SYMLINKS}. */
    public boolean disablesSymlinks() {
        return isTrue("HF_HUB_DISABLE_SYMLINKS");
    }

    /** The token to send when no other is configured; empty when there is none or sending it is switched off. */
    public Optional<Token> token() {
        return isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? Optional.empty() : TokenLookup.in(this);
    }

    /** The seconds without a byte after which a download has failed: {@code HF_HUB_DOWNLOAD_TIMEOUT}. */
    public OptionalInt downloadTimeout() {
        return seconds("HF_HUB_DOWNLOAD_TIMEOUT");
    }

    /** The seconds within which the Hub must answer a question: {@code HF_HUB_ETAG_TIMEOUT}. */
    public OptionalInt etagTimeout() {
        return seconds("HF_HUB_ETAG_TIMEOUT");
    }

    Optional<String> value(String name) {
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
                    "the environment variable " + name + " is '" + value.get()
                            + "'; expected a whole number of seconds",
                    e);
        }
    }

    /** A path with {@code ~}, then {@code $NAME} and <code>${NAME}</code> replaced; unknown names stay as they are. */
    private Path expanded(String text) {
        boolean inHome = text.equals("~") || text.startsWith("~/");
        Matcher references = REFERENCE.matcher(inHome ? userHome() + text.substring(1) : text);
        String path = references.replaceAll(reference -> {
            String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
            String value = variables.apply(name);
            return Matcher.quoteReplacement(value == null ? reference.group() : value);
        });
        return Path.of(path);
    }

    /** {@code $HOME} before Java's {@code user.home}, which ignores it, so that Python and Java mean one folder. */
    private Path userHome() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(value(windows ? "USERPROFILE" : "HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
