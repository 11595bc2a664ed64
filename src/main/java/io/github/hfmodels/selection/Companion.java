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
public record Companion(RepoId repo, Revision revision, Part part, String rule) {}
