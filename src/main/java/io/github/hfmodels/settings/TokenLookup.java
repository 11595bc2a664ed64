package io.github.hfmodels.settings;

import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the token in huggingface_hub's order: {@code HF_TOKEN}, {@code HUGGING_FACE_HUB_TOKEN}, the token file. */
final class TokenLookup {

    private TokenLookup() {}

    /** @throws UserException when the token file exists and cannot be read, or the token is malformed */
    static Optional<Token> in(HubEnvironment environment) {
        // A blank HF_TOKEN hides the legacy variable, but not the file.
        String variable = environment.value("HF_TOKEN").isPresent() ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
        return environment
                .value(variable)
                .flatMap(value -> cleaned(value, "the environment variable " + variable))
                .or(() -> inFile(environment.tokenFile()));
    }

    private static Optional<Token> inFile(Path file) {
        try {
            return cleaned(Files.readString(file, StandardCharsets.UTF_8), "the file " + file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UserException("the token file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Token> cleaned(String text, String foundIn) {
        String secret = text.replace("\r", "").replace("\n", "").strip();
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UserException("the token from " + foundIn + " has characters that a token cannot have");
        }
        return Optional.of(new Token(secret, foundIn));
    }
}
