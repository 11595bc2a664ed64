package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that git and LFS give to contents. */
public final class Digests {
    private static final int BUFFER_SIZE = 1 << 17;

    private Digests() {}

    static String sha256(Content content) {
        return hash(digest("SHA-256"), content);
    }

    static String gitSha1(Content content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.size() + "\0").getBytes(StandardCharsets.US_ASCII));
        return hash(digest, content);
    }

    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String sha1(String text) {
        return HexFormat.of().formatHex(digest("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hash(MessageDigest digest, Content content) {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_SIZE, content.size()))];
        try (InputStream in = content.open(0)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
