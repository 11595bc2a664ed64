package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Identifies what a revision holds where the server does not name its commit. */
final class Fingerprint {

    private static final int DIGITS = 64;

    private Fingerprint() {}

    /**
     * The SHA-256 of the lines {@code path NUL size NUL hash LF} of all files, in the order of the paths' bytes in UTF-8. The hash is the
     * SHA-256 of the content, or the tag of a file that has none.
     */
    static CommitHash of(List<RepoFile> files) {
        MessageDigest digest = sha256();
        files.stream()
                .map(file -> new Line(file.path().getBytes(StandardCharsets.UTF_8), rest(file)))
                .sorted((one, other) -> Arrays.compareUnsigned(one.path(), other.path()))
                .forEach(line -> {
                    digest.update(line.path());
                    digest.update(line.rest().getBytes(StandardCharsets.US_ASCII));
                });
        return new CommitHash(HexFormat.of().formatHex(digest.digest()));
    }

    /** Whether a commit may be a fingerprint; those of git have 40 digits at ModelScope. */
    static boolean mayBe(CommitHash commit) {
        return commit.hex().length() == DIGITS;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Line(byte[] path, String rest) {}

    private static String rest(RepoFile file) {
        return "\0" + file.contentSize() + "\0" + file.digest().hex() + "\n";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
