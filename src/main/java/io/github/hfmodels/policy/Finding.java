package io.github.hfmodels.policy;

import io.github.hfmodels.plan.ModelRequest;
import org.jspecify.annotations.Nullable;

/**
 * What breaks a rule.
 *
 * @param policy the policy whose rule it is
 * @param rule the rule
 * @param model the model
 * @param file the file's path; null where it is about the whole model
 * @param found what was found, such as {@code the declared license is llama3}
 * @param remedy what to do about it
 * @param exemption the exemption that allows it; null for none
 */
public record Finding(
        Policy policy,
        Rule rule,
        ModelRequest model,
        @Nullable String file,
        String found,
        String remedy,
        @Nullable Exemption exemption) {

    /** Whether it fails the build. */
    public boolean isFatal() {
        return exemption == null && policy.enforce();
    }

    /** In one line: model, rule, what was found, what to do. */
    @Override
    public String toString() {
        return model + ": " + found + " (" + rule.word() + " of " + policy.origin() + "); " + remedy;
    }
}
