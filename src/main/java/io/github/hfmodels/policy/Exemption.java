package io.github.hfmodels.policy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A model that may break a rule: an {@code <exception>} of a policy.
 *
 * @param repo the model
 * @param revision null for all revisions
 * @param rule the rule that it may break
 * @param reason why, for whoever reads the log
 */
public record Exemption(RepoId repo, @Nullable Revision revision, Rule rule, String reason) {

    /** The model as a user would write it. */
    public String model() {
        return revision == null ? repo.toString() : repo + "@" + revision;
    }
}
