package io.github.hfmodels.selection;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;

/**
 * What is needed of another repository: the base model of an adapter, or code.
 *
 * @param repo the other repository
 * @param revision the revision of it
 * @param part what of it
 * @param rule why it is needed, for people
 */
public record Companion(RepoId repo, Revision revision, Part part, String rule) {}
