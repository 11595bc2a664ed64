package io.github.hfmodels.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a file's content: the SHA-256 of an LFS file, the git blob SHA-1 of any other; or the ETag of a server that names no
 * hash, by which no content can be verified. It is also the name of its blob in the cache, and its ETag at the Hub.
 *
 * @param algorithm how the hash is computed
 * @param hex the hash, lowercase; or the ETag, without quotes
 */
public record Digest(Algorithm algorithm, String hex) {

    /** How a hash is computed from a content. */
    public enum Algorithm {
        SHA256("SHA-256", 64),
        GIT_SHA1("SHA-1", 40),
        /** None: an ETag that is not known to be a hash. */
        ETAG("SHA-256", 0);

        private final String jcaName;
        private final int hexDigits;

        Algorithm(String jcaName, int hexDigits) {
            this.jcaName = jcaName;
            this.hexDigits = hexDigits;
        }

        /** The length of a hash. */
        public int hexDigits() {
            return hexDigits;
        }

        /** The hash of a content, hexadecimal. */
        public String of(byte[] content) {
            return HexFormat.of().formatHex(newComputation(content.length).digest(content));
        }

        private MessageDigest newComputation(long size) {
            MessageDigest computation = jca(jcaName);
            if (this == GIT_SHA1) {
                computation.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            return computation;
        }
    }

    /**
     * The ETags that may name a blob: no path, no name that Windows reserves, none of a file that is written beside blobs, and no longer
     * than a hash.
     */
    private static final Pattern TAG = Pattern.compile(
            "(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|$))(?!.*\\.(?i:incomplete|journal|tmp|lock)(?:\\.|$))"
                    + "[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?");

    /** @throws InvalidValueException when the text is not a hash of that algorithm, or an ETag that no blob can have for a name */
    public Digest {
        if (algorithm == Algorithm.ETAG) {
            if (!TAG.matcher(hex).matches() || looksLikeSha256(hex)) {
                throw new InvalidValueException("'" + Printable.of(hex) + "' is not an ETag that can name a file");
            }
        } else if (hex.length() != algorithm.hexDigits || !isHex(hex)) {
            throw new InvalidValueException(
                    "'" + Printable.of(hex) + "' is not a hash of " + algorithm.hexDigits + " hexadecimal digits");
        }
    }

    /** Such a name of a blob is believed to be that of its content. */
    private static boolean looksLikeSha256(String tag) {
        return tag.length() == Algorithm.SHA256.hexDigits && isHex(tag.toLowerCase(Locale.ROOT));
    }

    /** Whether this is a hash, so that a content can be verified by it; else it is an ETag. */
    public boolean isHash() {
        return algorithm != Algorithm.ETAG;
    }

    /** Whether a content can be compared with it: it is a hash, or looks like a SHA-1 of some kind. */
    public boolean isVerifiable() {
        return isHash() || (hex.length() == Algorithm.GIT_SHA1.hexDigits && isHex(hex.toLowerCase(Locale.ROOT)));
    }

    /** Whether all characters are lowercase hexadecimal digits. Faster than a pattern: builds read thousands of hashes. */
    static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * A computation for a content of {@code size} bytes.
     *
     * @param size the content's length in bytes, which is part of a git hash
     */
    public MessageDigest newComputation(long size) {
        return algorithm.newComputation(size);
    }

    /** Whether the computation has this digest as its result, which an ETag never is; resets the computation. */
    public boolean matches(MessageDigest computation) {
        return HexFormat.of().formatHex(computation.digest()).equals(hex) && isHash();
    }

    /**
     * Computes the digest of a file's content.
     *
     * @throws IOException when it cannot be read
     */
    public static Digest of(Algorithm algorithm, Path file) throws IOException {
        return new Digest(
                algorithm,
                hexOf(algorithm.newComputation(RegularFile.require(file).size()), file));
    }

    private static String hexOf(MessageDigest computation, Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), computation)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(computation.digest());
    }

    /**
     * Whether a file has this content; false for an ETag, since nothing shows that.
     *
     * @throws IOException when it cannot be read
     */
    public boolean matches(Path file) throws IOException {
        return isHash() && of(algorithm, file).equals(this);
    }

    /**
     * Whether a content that a server has sent under this ETag may have it for a name. One that looks like a SHA-1 must be that of the
     * content, plain as Artifactory's or git's: a blob with such a name is believed to be what the name says.
     *
     * @throws IOException when it cannot be read
     */
    public boolean mayName(Path file) throws IOException {
        String tag = hex.toLowerCase(Locale.ROOT);
        return !isVerifiable()
                || of(Algorithm.GIT_SHA1, file).hex.equals(tag)
                || hexOf(jca(Algorithm.GIT_SHA1.jcaName), file).equals(tag);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that && algorithm == that.algorithm && hex.equals(that.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest jca(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have " + name, e);
        }
    }
}
