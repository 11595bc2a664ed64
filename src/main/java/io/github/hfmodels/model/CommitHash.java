package io.github.hfmodels.model;

/**
 * The full hash of a commit: 40 lowercase hexadecimal digits at the Hub, 64 at some servers that speak its protocol.
 *
 * @param hex the digits
 */
public record CommitHash(String hex) {

    /** @throws InvalidValueException when the text is not a full hash */
    public CommitHash {
        if (!isCommitHash(hex)) {
            throw new InvalidValueException("'" + Printable.of(hex) + "' is not a commit hash");
        }
    }

    public static boolean isCommitHash(String text) {
        return (text.length() == 40 || text.length() == 64) && Digest.isHex(text);
    }

    @Override
    public String toString() {
        return hex;
    }
}
