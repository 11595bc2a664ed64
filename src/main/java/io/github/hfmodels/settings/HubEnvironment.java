package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the environment says about the Hub: the variables of huggingface_hub. */
public record HubEnvironment(EnvironmentVariables variables) implements SourceEnvironment {

    /** The public Hub. */
    public static final String PUBLIC_ENDPOINT = "https://huggingface.co";

    private static final int MAX_TOKEN_BYTES = 65_536;

    /** What people name as the token file so that none is sent. */
    private static final Path NOTHING = Path.of("/dev/null");

    @Override
    public SourceId source() {
        return SourceId.HUGGING_FACE;
    }

    @Override
    public String name() {
        return "the Hub";
    }

    @Override
    public List<String> publicEndpoints() {
        return List.of(PUBLIC_ENDPOINT);
    }

    @Override
    public String endpointNames() {
        return "hf.endpoint or HF_ENDPOINT";
    }

    @Override
    public String tokenVariable() {
        return "HF_TOKEN";
    }

    /** {@code HF_ENDPOINT}, else the public Hub. */
    @Override
    public String endpoint() {
        return variables.value("HF_ENDPOINT").orElse(PUBLIC_ENDPOINT);
    }

    /**
     * The shared cache: {@code HF_HUB_CACHE}, else {@code HUGGINGFACE_HUB_CACHE}, else the folder {@code hub} of
     * {@link #home()}.
     *
     * @throws UserException when none of them is set, and there is no home folder either
     */
    @Override
    public Path cacheDirectory() {
        return variables
                .path("HF_HUB_CACHE")
                .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
                .orElseGet(() -> home().orElseThrow(() -> variables.homeless("set HF_HOME or hf.cacheDirectory"))
                        .resolve("hub"));
    }

    /**
     * Where huggingface_hub keeps its files: {@code HF_HOME}, else {@code huggingface} in the user's cache folder; empty when there
     * is no home folder for that.
     */
    Optional<Path> home() {
        return variables
                .path("HF_HOME")
                .or(() -> variables
                        .path("XDG_CACHE_HOME")
                        .or(() -> variables.userHome().map(home -> home.resolve(".cache")))
                        .map(folder -> folder.resolve("huggingface")));
    }

    /** Where the token is kept: {@code HF_TOKEN_PATH}, else the file {@code token} in {@link #home()}. */
    Optional<Path> tokenFile() {
        return variables.path("HF_TOKEN_PATH").or(() -> home().map(folder -> folder.resolve("token")));
    }

    /** Whether all network use is forbidden: {@code HF_HUB_OFFLINE}, or where it is unset {@code TRANSFORMERS_OFFLINE}. */
    public boolean isOffline() {
        return variables.value("HF_HUB_OFFLINE").isPresent()
                ? variables.isTrue("HF_HUB_OFFLINE")
                : variables.isTrue("TRANSFORMERS_OFFLINE");
    }

    /** Whether the cache must do without symbolic links: {@code HF_HUB_DISABLE_SYMLINKS}. */
    public boolean disablesSymlinks() {
        return variables.isTrue("HF_HUB_DISABLE_SYMLINKS");
    }

    /** The same for all endpoints. */
    @Override
    public Optional<Authorization> token(Endpoint endpoint) {
        return token();
    }

    /**
     * The token to send when no other is configured: {@code HF_TOKEN}, {@code HUGGING_FACE_HUB_TOKEN}, or the token file. Empty
     * when there is none, or {@code HF_HUB_DISABLE_IMPLICIT_TOKEN} says that it must not be sent.
     *
     * @throws UserException when the token file exists and cannot be read, or the token is malformed
     */
    Optional<Authorization> token() {
        if (variables.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        // A blank HF_TOKEN hides the legacy variable, but not the file.
        String variable = variables.value("HF_TOKEN").isPresent() ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
        return variables
                .value(variable)
                .flatMap(text -> EnvironmentVariables.token(text, "the environment variable " + variable))
                .or(() -> tokenFile().flatMap(HubEnvironment::tokenOf));
    }

    private static Optional<Authorization> tokenOf(Path file) {
        if (file.equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            RegularFile.requireSmall(file, MAX_TOKEN_BYTES);
            // Any byte is a character of this charset; those that a token cannot have are refused with it.
            return EnvironmentVariables.token(Files.readString(file, StandardCharsets.ISO_8859_1), "the file " + file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UserException(
                    "the token file " + file + " cannot be read: " + DiskFailure.sentence(e, file)
                            + ", or set HF_TOKEN, or HF_TOKEN_PATH to another file",
                    e);
        }
    }

    /** The seconds without a byte after which a download has failed: {@code HF_HUB_DOWNLOAD_TIMEOUT}. */
    @Override
    public OptionalInt downloadTimeout() {
        return variables.seconds("HF_HUB_DOWNLOAD_TIMEOUT");
    }

    /** The seconds within which the Hub must answer an API call: {@code HF_HUB_ETAG_TIMEOUT}. */
    @Override
    public OptionalInt apiTimeout() {
        return variables.seconds("HF_HUB_ETAG_TIMEOUT");
    }
}
