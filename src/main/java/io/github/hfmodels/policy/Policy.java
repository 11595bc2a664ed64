package io.github.hfmodels.policy;

import java.util.List;

/**
 * Rules for models.
 *
 * @param origin where they are written, for messages: {@code <policy>}, or the name of a file
 * @param licenses the licences that may be declared; empty for any
 * @param deniedLicenses the licences that must not be declared
 * @param pinned whether models must be at a commit, or locked
 * @param remoteCode whether Python code is allowed
 * @param unsafeFormats whether files that may have pickled objects are allowed
 * @param scan whether the source's security scan must have found nothing
 * @param allowUnscanned whether files that were not scanned are allowed all the same
 * @param owners whose repositories are allowed; empty for anybody's
 * @param exemptions the models that may break a rule
 * @param enforce whether what breaks a rule fails the build; else it is a warning
 */
public record Policy(
        String origin,
        List<String> licenses,
        List<String> deniedLicenses,
        boolean pinned,
        boolean remoteCode,
        boolean unsafeFormats,
        boolean scan,
        boolean allowUnscanned,
        List<String> owners,
        List<Exemption> exemptions,
        boolean enforce) {

    public Policy {
        licenses = List.copyOf(licenses);
        deniedLicenses = List.copyOf(deniedLicenses);
        owners = List.copyOf(owners);
        exemptions = List.copyOf(exemptions);
    }

    /** The same rules, with these exemptions. */
    public Policy withExemptions(List<Exemption> others) {
        return new Policy(
                origin,
                licenses,
                deniedLicenses,
                pinned,
                remoteCode,
                unsafeFormats,
                scan,
                allowUnscanned,
                owners,
                others,
                enforce);
    }
}
