package io.github.hfmodels.plan;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.select.FileSelection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model that a build wants.
 *
 * @param repo where it is
 * @param revision which state of it
 * @param selection which of its files
 * @param alias the name by which the build refers to it
 * @param directory the folder into which its files are laid out; null leaves them in the cache alone
 * @param optional whether the build goes on without it
 */
public record ModelRequest(
        RepoId repo,
        Revision revision,
        FileSelection selection,
        String alias,
        @Nullable Path directory,
        boolean optional) {

    /** As a user would write it: {@code owner/name@revision}. */
    @Override
    public String toString() {
        return repo + "@" + revision;
    }
}
