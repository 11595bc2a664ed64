package io.github.hfmodels.selection;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;

/**
 * What a model needs of another repository: the base model of an adapter, or code.
 *
 * @param repo the other repository
 * @param revision which revision of it
 * @param part which part of it
 * @param rule why it is needed, for people
 */
public record Companion(RepoId repo, Revision revision, Part part, String rule) {

    /** A part of a repository's default branch, which is meant where no revision is named. */
    public static Companion atDefault(RepoId repo, Part part, String rule) {
        return new Companion(repo, repo.source().defaultRevision(), part, rule);
    }
}
