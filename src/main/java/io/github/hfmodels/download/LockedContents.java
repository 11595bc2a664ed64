package io.github.hfmodels.download;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ContentJob;
import java.io.IOException;
import java.nio.file.Path;

/** Checks contents against the SHA-256 that a lock has for them, if another hash names them. */
final class LockedContents {

    private LockedContents() {}

    /** Whether the content has the SHA-256 that the lock has for it; true if it is not locked. */
    static boolean isAsLocked(ContentJob job, Path content) throws IOException {
        for (Digest digest : job.lockedDigests()) {
            if (!digest.matches(content)) {
                return false;
            }
        }
        return true;
    }

    /** The failure of a content that has the hash which names it, but not the one that the lock has for it. */
    static IOException mismatch(ContentJob job) {
        return new AdvisedIOException(
                Printable.of(job.targets().get(0).file().path())
                        + ": the content does not have the SHA-256 that the lock file says, although it has the hash by which"
                        + " the source lists it",
                Advice.of("restore the lock file from version control"));
    }
}
