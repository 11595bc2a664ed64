package io.github.hfmodels.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** What identifies a snapshot where a source names no commit: a hash of the paths, sizes and hashes of all its files. */
public final class Fingerprint {

    private Fingerprint() {}

    /**
     * The SHA-256 of the lines {@code path NUL size NUL hash LF}, sorted by the bytes of the path in UTF-8. The hash is the SHA-256 of the
     * content, or the tag of a file that has none.
     *
     * @param files all files of the snapshot
     */
    public static CommitHash of(Collection<RepoFile> files) {
        var lines = new ByteArrayOutputStream();
        files.stream().map(Fingerprint::line).sorted(Arrays::compareUnsigned).forEach(lines::writeBytes);
        return new CommitHash(Digest.Algorithm.SHA256.of(lines.toByteArray()));
    }

    /** Whether a commit may be a fingerprint; those of git have 40 digits at ModelScope. */
    public static boolean mayBe(CommitHash commit) {
        return commit.hex().length() == Digest.Algorithm.SHA256.hexDigits();
    }

    /** The NUL sorts before all that paths may have, so lines are sorted as their paths are. */
    private static byte[] line(RepoFile file) {
        String line = file.path() + "\0" + file.contentSize() + "\0" + file.digest().hex() + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
