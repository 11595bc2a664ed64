package io.github.hfmodels.download;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ContentJob;
import java.io.IOException;
import java.nio.file.Path;

/** Checks contents against the SHA-256 that a lock knows of them, where another hash names them. */
final class LockedContents {

    private LockedContents() {}

    /** Whether the file has the content that the lock knows; always where no lock does. */
    static boolean isAsLocked(ContentJob job, Path content) throws IOException {
        for (Digest digest : job.lockedDigests()) {
            if (!digest.matches(content)) {
                return false;
            }
        }
        return true;
    }

    /** A content was received that has the hash which names it, but not the one that the lock knows. */
    static IOException mismatch(ContentJob job) {
        return new AdvisedIOException(
                Printable.of(job.targets().get(0).file().path())
                        + ": the content does not have the SHA-256 that the lock file says, although it has the hash by which"
                        + " the source lists it",
                Advice.of("restore the lock file from version control"));
    }
}
