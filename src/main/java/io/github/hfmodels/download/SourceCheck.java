package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.util.Optional;

/** Asks the source of a repository whether a file has the content that a lock says it has. */
final class SourceCheck {

    private SourceCheck() {}

    /**
     * Whether the source says so.
     *
     * @return false when it says nothing that can be compared; only the content shows it then
     * @throws SourceException when the file has another content, or the source cannot be asked
     */
    static boolean confirms(ModelSource source, RepoId repo, SnapshotFile file) throws SourceException {
        Optional<Digest> there = source.digest(repo, file.commit(), file.file());
        Optional<Digest> locked = there.flatMap(digest -> file.file().digest(digest.algorithm()));
        if (locked.isEmpty()) {
            return false;
        }
        if (!locked.equals(there)) {
            throw new SourceException(
                    Kind.CORRUPT,
                    Printable.of(file.file().path()) + " of commit " + file.commit() + " has the hash " + there.get()
                            + ", and not " + locked.get(),
                    Advice.NONE,
                    null);
        }
        return true;
    }
}
