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

/**
 * The hash that identifies a file's content: the SHA-256 of an LFS file, the git blob SHA-1 of any other. It is also the name of
 * its blob in the cache, and its ETag at the Hub.
 *
 * @param algorithm how the hash is computed
 * @param hex the hash, lowercase
 */
public record Digest(Algorithm algorithm, String hex) {

    /** How a hash is computed from a content. */
    public enum Algorithm {
        SHA256("SHA-256", 64),
        GIT_SHA1("SHA-1", 40);

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

    /** @throws InvalidValueException when the text is not a hash of that algorithm */
    public Digest {
        if (hex.length() != algorithm.hexDigits || !isHex(hex)) {
            throw new InvalidValueException(
                    "'" + Printable.of(hex) + "' is not a hash of " + algorithm.hexDigits + " hexadecimal digits");
        }
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

    /** Whether the computation has this digest as its result; resets the computation. */
    public boolean matches(MessageDigest computation) {
        return HexFormat.of().formatHex(computation.digest()).equals(hex);
    }

    /**
     * Computes the digest of a file's content.
     *
     * @throws IOException when it cannot be read
     */
    public static Digest of(Algorithm algorithm, Path file) throws IOException {
        MessageDigest computation =
                algorithm.newComputation(RegularFile.require(file).size());
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), computation)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new Digest(algorithm, HexFormat.of().formatHex(computation.digest()));
    }

    /**
     * Whether a file has this content.
     *
     * @throws IOException when it cannot be read
     */
    public boolean matches(Path file) throws IOException {
        return of(algorithm, file).equals(this);
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
