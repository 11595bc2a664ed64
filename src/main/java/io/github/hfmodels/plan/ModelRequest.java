package io.github.hfmodels.plan;

import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Selection;
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
 * @param layout where in the folder
 * @param optional whether the build goes on without it
 * @param neededBy the model that cannot be used without this one, which is its companion; null where the build itself wants it
 * @param alternate a repository of another source that is asked for contents which the model's own source cannot give; null for none
 */
public record ModelRequest(
        RepoId repo,
        Revision revision,
        Selection selection,
        String alias,
        @Nullable Path directory,
        Layout layout,
        boolean optional,
        @Nullable ModelRequest neededBy,
        @Nullable Alternate alternate) {

    /**
     * A repository that may have the same contents.
     *
     * @param repo where it is, at another source
     * @param revision which state of it
     */
    public record Alternate(RepoId repo, Revision revision) {

        /** As a user would write it: {@code modelscope://owner/name}, {@code hf://owner/name@revision}. */
        @Override
        public String toString() {
            String scheme = repo.source() == SourceId.HUGGING_FACE ? "hf://" : "";
            return scheme + repo + (revision.equals(repo.source().defaultRevision()) ? "" : "@" + revision);
        }
    }

    /** A model that the build itself wants, laid out as in the repository. */
    public ModelRequest(
            RepoId repo,
            Revision revision,
            Selection selection,
            String alias,
            @Nullable Path directory,
            boolean optional) {
        this(repo, revision, selection, alias, directory, Layout.TREE, optional, null, null);
    }

    /** The request for a companion of this model. It is used from the cache alone. The alternate of this model is of another repository. */
    public ModelRequest companion(Companion companion) {
        return new ModelRequest(
                companion.repo(),
                companion.revision(),
                Selection.of(companion.part()),
                companion.repo().name(),
                null,
                Layout.TREE,
                optional,
                this,
                null);
    }

    /** The same model, laid out nowhere. */
    public ModelRequest withoutDirectory() {
        return new ModelRequest(repo, revision, selection, alias, null, Layout.TREE, optional, neededBy, alternate);
    }

    /** This request and another of the same key in one, laid out nowhere: optional if both are, with the alternate of either. */
    public ModelRequest merge(ModelRequest other) {
        return new ModelRequest(
                repo,
                revision,
                selection,
                alias,
                null,
                Layout.TREE,
                optional && other.optional,
                neededBy,
                alternate == null ? other.alternate : alternate);
    }

    /** How many models need one another, from the one that the build itself wants to this one; 0 for that. */
    int depth() {
        return neededBy == null ? 0 : neededBy.depth() + 1;
    }

    /** The model that the build itself wants, for which this one is needed; this one where it is that. */
    public ModelRequest wanted() {
        return neededBy == null ? this : neededBy.wanted();
    }

    /** Identifies what is requested: repository, revision and selection. */
    public String key() {
        return this + "\n" + selection.key();
    }

    /** As a user would write it: {@code owner/name@revision}. */
    @Override
    public String toString() {
        return repo + "@" + revision;
    }
}
