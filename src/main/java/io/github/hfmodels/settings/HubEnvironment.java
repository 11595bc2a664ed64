package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    private static final int MAX_TOKEN_BYTES = 65_536;

    /** What people name as the token file so that none is sent. */
    private static final Path NOTHING = Path.of("/dev/null");

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");

    private static final String HOME = System.getProperty("os.name").startsWith("Windows") ? "USERPROFILE" : "HOME";

    private final UnaryOperator<@Nullable String> variables;
    private final UserPaths paths = new UserPaths(
            () -> userHome().orElseThrow(() -> homeless("set " + HOME + ", or write the whole path instead of ~")));

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
     *
     * @throws UserException when none of them is set, and there is no home folder either
     */
    public Path cacheDirectory() {
        return path("HF_HUB_CACHE")
                .or(() -> path("HUGGINGFACE_HUB_CACHE"))
                .orElseGet(() -> home().orElseThrow(() -> homeless("set HF_HOME or hf.cacheDirectory"))
                        .resolve("hub"));
    }

    /**
     * Where huggingface_hub keeps its files: {@code HF_HOME}, else {@code huggingface} in the user's cache folder; empty when there
     * is no home folder for that.
     */
    Optional<Path> home() {
        return path("HF_HOME")
                .or(() -> path("XDG_CACHE_HOME")
                        .or(() -> userHome().map(home -> home.resolve(".cache")))
                        .map(folder -> folder.resolve("huggingface")));
    }

    /** Where the token is kept: {@code HF_TOKEN_PATH}, else the file {@code token} in {@link #home()}. */
    Optional<Path> tokenFile() {
        return path("HF_TOKEN_PATH").or(() -> home().map(folder -> folder.resolve("token")));
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
                .or(() -> tokenFile().flatMap(HubEnvironment::tokenOf));
    }

    private static Optional<Authorization> tokenOf(Path file) {
        if (file.equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            RegularFile.requireSmall(file, MAX_TOKEN_BYTES);
            // Any byte is a character of this charset; those that a token cannot have are refused with it.
            return token(Files.readString(file, StandardCharsets.ISO_8859_1), "the file " + file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UserException(
                    "the token file " + file + " cannot be read: " + DiskFailure.sentence(e, file)
                            + ", or set HF_TOKEN, or HF_TOKEN_PATH to another file",
                    e);
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

    /** How to read the paths of parameters. */
    public UserPaths paths() {
        return paths;
    }

    private Optional<Path> path(String name) {
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
    private Optional<Path> userHome() {
        Optional<String> variable = value(HOME);
        String name = variable.isPresent() ? "the environment variable " + HOME : "user.home";
        String text = variable.orElseGet(HubEnvironment::javaHome);
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            throw UserPaths.malformed(name, e);
        }
    }

    private UserException homeless(String advice) {
        String said = value(HOME)
                .map(text -> HOME + " is '" + Printable.of(text) + "'")
                .orElseGet(() -> HOME + " is not set, and Java says '" + Printable.of(javaHome()) + "'");
        return new UserException("the home folder is not known: " + said + "; " + advice);
    }

    private static String javaHome() {
        return System.getProperty("user.home", "");
    }
}
