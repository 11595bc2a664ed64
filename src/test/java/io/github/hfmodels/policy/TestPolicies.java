package io.github.hfmodels.policy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import java.util.List;

/** Policies of one rule, and of several. */
final class TestPolicies {

    /** A policy that allows everything. */
    static final Policy NONE = policy(List.of(), List.of(), List.of(), false);

    static final Policy PINNED = policy(List.of(), List.of(), List.of(), false, Rule.PINNED);
    static final Policy NO_CODE = policy(List.of(), List.of(), List.of(), false, Rule.REMOTE_CODE);
    static final Policy SAFE_FORMATS = policy(List.of(), List.of(), List.of(), false, Rule.UNSAFE_FORMATS);
    static final Policy SCAN = policy(List.of(), List.of(), List.of(), false, Rule.SCAN);
    static final Policy SCAN_ALLOWING_UNSCANNED = policy(List.of(), List.of(), List.of(), true, Rule.SCAN);

    private TestPolicies() {}

    private static Policy policy(
            List<String> licenses, List<String> denied, List<String> owners, boolean allowUnscanned, Rule... others) {
        List<Rule> rules = List.of(others);
        return new Policy(
                "<policy>",
                licenses,
                denied,
                rules.contains(Rule.PINNED),
                !rules.contains(Rule.REMOTE_CODE),
                !rules.contains(Rule.UNSAFE_FORMATS),
                rules.contains(Rule.SCAN),
                allowUnscanned,
                owners,
                List.of(),
                true);
    }

    static Policy licenses(String... allowed) {
        return policy(List.of(allowed), List.of(), List.of(), false);
    }

    static Policy denied(String... licenses) {
        return policy(List.of(), List.of(licenses), List.of(), false);
    }

    static Policy allowedAndDenied(String license) {
        return policy(List.of(license), List.of(license), List.of(), false);
    }

    static Policy owners(String... owners) {
        return policy(List.of(), List.of(), List.of(owners), false);
    }

    static Policy with(Policy policy, Exemption... exemptions) {
        return policy.withExemptions(List.of(exemptions));
    }

    static Policy warning(Policy policy) {
        return new Policy(
                "company.xml",
                policy.licenses(),
                policy.deniedLicenses(),
                policy.pinned(),
                policy.remoteCode(),
                policy.unsafeFormats(),
                policy.scan(),
                policy.allowUnscanned(),
                policy.owners(),
                policy.exemptions(),
                false);
    }

    static Exemption exemption(String repo, Rule rule) {
        return new Exemption(new RepoId(RepoType.MODEL, repo), null, rule, "contract 2026-17");
    }
}
