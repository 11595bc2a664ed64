package io.github.hfmodels.policy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import java.util.List;

/** Policies of one rule, and of several. */
final class TestPolicies {

    /** A policy that allows everything. */
    static final Policy NONE =
            new Policy("<policy>", List.of(), List.of(), false, true, true, false, false, List.of(), List.of(), true);

    static final Policy PINNED =
            new Policy("<policy>", List.of(), List.of(), true, true, true, false, false, List.of(), List.of(), true);
    static final Policy NO_CODE =
            new Policy("<policy>", List.of(), List.of(), false, false, true, false, false, List.of(), List.of(), true);
    static final Policy SAFE_FORMATS =
            new Policy("<policy>", List.of(), List.of(), false, true, false, false, false, List.of(), List.of(), true);
    static final Policy SCAN =
            new Policy("<policy>", List.of(), List.of(), false, true, true, true, false, List.of(), List.of(), true);
    static final Policy SCAN_ALLOWING_UNSCANNED =
            new Policy("<policy>", List.of(), List.of(), false, true, true, true, true, List.of(), List.of(), true);

    private TestPolicies() {}

    static Policy licenses(String... allowed) {
        return new Policy(
                "<policy>", List.of(allowed), List.of(), false, true, true, false, false, List.of(), List.of(), true);
    }

    static Policy denied(String... licenses) {
        return new Policy(
                "<policy>", List.of(), List.of(licenses), false, true, true, false, false, List.of(), List.of(), true);
    }

    static Policy owners(String... owners) {
        return new Policy(
                "<policy>", List.of(), List.of(), false, true, true, false, false, List.of(owners), List.of(), true);
    }

    static Policy with(Policy policy, Exemption... exemptions) {
        return new Policy(
                policy.origin(),
                policy.licenses(),
                policy.deniedLicenses(),
                policy.pinned(),
                policy.remoteCode(),
                policy.unsafeFormats(),
                policy.scan(),
                policy.allowUnscanned(),
                policy.owners(),
                List.of(exemptions),
                policy.enforce());
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
