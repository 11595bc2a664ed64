package io.github.hfmodels.policy;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.source.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a model by the rules of policies. */
public final class PolicyRules {

    private static final int MAX_NAMES = 10;

    private final Policy policy;
    private final DescribedModel model;
    private final Basis basis;
    private final @Nullable SourceException failure;
    private final List<Finding> findings = new ArrayList<>();

    /** Who says what is known of a model besides its files. */
    enum Basis {
        LOCK,
        SOURCE,
        /** The build is offline, and no lock has the model. */
        NOBODY
    }

    private PolicyRules(Policy policy, DescribedModel model, Basis basis, @Nullable SourceException failure) {
        this.policy = policy;
        this.model = model;
        this.basis = basis;
        this.failure = failure;
    }

    /**
     * Everything by which the model breaks a rule, also what an exemption allows. What is in the files is not looked at.
     *
     * @param failure why the source does not say what it is asked for; null where it does, or is not asked
     */
    static List<Finding> findings(
            List<Policy> policies, DescribedModel model, Basis basis, @Nullable SourceException failure) {
        return policies.stream()
                .flatMap(policy -> new PolicyRules(policy, model, basis, failure).all().stream())
                .toList();
    }

    /** What is in a file of the model breaks the rule of each of the policies that has it. */
    static List<Finding> ofContent(List<Policy> policies, DescribedModel model, String file, String found) {
        return policies.stream()
                .filter(policy -> !policy.unsafeFormats())
                .flatMap(policy -> {
                    var rules = new PolicyRules(policy, model, Basis.SOURCE, null);
                    rules.add(Rule.UNSAFE_FORMATS, file, found, "leave it out with <excludes>, or " + exempting());
                    return rules.findings.stream();
                })
                .toList();
    }

    /**
     * The exemptions that no finding needed.
     *
     * @param models all models that were looked at
     * @param findings all that was found
     * @param withContents whether the contents of all files were looked at; if not, it is not known of an exemption for what is in them
     *     whether it is needed
     */
    public static List<UnusedExemption> unused(
            List<Policy> policies,
            Collection<DescribedModel> models,
            Collection<Finding> findings,
            boolean withContents) {
        var unused = new ArrayList<UnusedExemption>();
        for (Policy policy : policies) {
            for (Exemption exemption : policy.exemptions()) {
                boolean isUsed = findings.stream().anyMatch(finding -> exemption.equals(finding.exemption()));
                boolean isOfOther = models.stream().noneMatch(model -> isFor(exemption, model));
                boolean isKnown = isOfOther || withContents || exemption.rule() != Rule.UNSAFE_FORMATS;
                if (!isUsed && isKnown) {
                    unused.add(new UnusedExemption(exemption, isOfOther));
                }
            }
        }
        return unused;
    }

    private static boolean isFor(Exemption exemption, DescribedModel model) {
        ModelRequest request = model.request();
        return exemption.repo().equals(request.repo())
                && (exemption.revision() == null
                        || exemption.revision().equals(request.revision())
                        || exemption
                                .revision()
                                .name()
                                .equals(model.model().commit().hex()));
    }

    /** Whether a rule needs to know the licence. */
    static boolean needLicense(List<Policy> policies) {
        return policies.stream().anyMatch(PolicyRules::hasLicenses);
    }

    private static boolean hasLicenses(Policy policy) {
        return !policy.licenses().isEmpty() || !policy.deniedLicenses().isEmpty();
    }

    private List<Finding> all() {
        if (hasLicenses(policy)) {
            licenses();
        }
        if (policy.pinned()) {
            pinned();
        }
        if (!policy.remoteCode()) {
            remoteCode();
        }
        if (!policy.unsafeFormats()) {
            unsafeFormats();
        }
        if (policy.scan() && !model.model().files().isEmpty()) {
            scan();
        }
        if (!policy.owners().isEmpty()) {
            owners();
        }
        return findings;
    }

    private void licenses() {
        String license = model.model().license();
        if (license == null) {
            if (isUnknown()) {
                add(Rule.LICENSES, null, unknown("license"), toKnow());
            } else if (!model.isKnown()) {
                add(
                        Rule.LICENSES,
                        null,
                        (basis == Basis.LOCK ? "the lock" : "its source") + " does not say the license",
                        toBeTold("says") + "or " + exempting());
            } else {
                add(
                        Rule.LICENSES,
                        null,
                        "declares no license",
                        "ask its owner to declare one in the model card, or " + exempting());
            }
            return;
        }
        List<String> declared = SpdxLicenses.split(license);
        notAllowed(license, declared, this::isDenied, "denied");
        if (findings.isEmpty() && !policy.licenses().isEmpty()) {
            notAllowed(license, declared, this::isNotAllowed, "not allowed");
        }
    }

    private void notAllowed(String license, List<String> declared, Predicate<String> isWrong, String what) {
        List<String> wrong = declared.stream().filter(isWrong).toList();
        if (wrong.isEmpty()) {
            return;
        }
        String found = declared.size() == 1
                ? "the declared license is " + Printable.of(license) + ", which is " + what
                : "the declared licenses are " + Printable.of(license) + ", of which " + names(wrong)
                        + (wrong.size() == 1 ? " is " : " are ") + what;
        String allowed = policy.licenses().isEmpty() ? "another license" : "an allowed license";
        add(Rule.LICENSES, null, found, "choose a model with " + allowed + ", or " + exempting());
    }

    private boolean isDenied(String license) {
        String text = SpdxLicenses.nameOf(license).orElse(license);
        return isDeniedWord(license)
                || isDeniedWord(text)
                || SpdxLicenses.ofExpression(text).stream().anyMatch(this::isDeniedWord);
    }

    /** The word of a family, such as {@code gpl}, may mean any of it. */
    private boolean isDeniedWord(String license) {
        return policy.deniedLicenses().stream()
                .anyMatch(denied -> SpdxLicenses.isMeant(denied, license)
                        || SpdxLicenses.isFamilyOf(license, denied)
                        || SpdxLicenses.isMeant(
                                SpdxLicenses.withoutVersions(denied), SpdxLicenses.withoutVersions(license)));
    }

    private boolean isNotAllowed(String license) {
        List<String> each = SpdxLicenses.nameOf(license).isPresent() ? List.of() : SpdxLicenses.ofExpression(license);
        return !isAllowed(license) && (each.size() < 2 || !each.stream().allMatch(this::isAllowed));
    }

    private boolean isAllowed(String license) {
        return policy.licenses().stream().anyMatch(allowed -> SpdxLicenses.isMeant(allowed, license));
    }

    private void pinned() {
        ModelRequest request = model.request();
        if (model.isLocked() || request.revision().isCommit()) {
            return;
        }
        add(
                Rule.PINNED,
                null,
                "its revision " + Printable.of(request.revision().name()) + " is not a commit, and it is not locked",
                (request.neededBy() == null
                                ? "set its revision to " + model.model().commit() + ", or lock it"
                                : "lock " + request.wanted())
                        + " with the goal lock");
    }

    private void remoteCode() {
        List<String> code = paths(path -> path.toLowerCase(Locale.ROOT).endsWith(".py"));
        if (!code.isEmpty()) {
            add(
                    Rule.REMOTE_CODE,
                    only(code),
                    "has Python code: " + names(code),
                    "leave it out with <excludes>, or " + exempting());
        }
        if (model.request().selection().part() instanceof Part.ByPreset preset
                && preset.options().trustRemoteCode()) {
            add(Rule.REMOTE_CODE, null, "trustRemoteCode is set for it", "remove <trustRemoteCode>, or " + exempting());
        }
    }

    private void unsafeFormats() {
        List<String> unsafe = paths(UnsafeFormats::has);
        if (!unsafe.isEmpty()) {
            add(
                    Rule.UNSAFE_FORMATS,
                    only(unsafe),
                    "has " + (unsafe.size() == 1 ? "a file" : "files")
                            + " of a format that can run code when it is loaded: " + names(unsafe),
                    "use safetensors, ONNX or GGUF files instead, leave " + (unsafe.size() == 1 ? "it" : "these")
                            + " out with <excludes>, or " + exempting());
        }
    }

    private void scan() {
        Map<String, ScanVerdict> scans = model.model().scans();
        if (scans.isEmpty() && isUnknown()) {
            add(Rule.SCAN, null, unknown("security scan"), toKnow());
            return;
        }
        if (scans.isEmpty()) {
            if (!policy.allowUnscanned()) {
                add(
                        Rule.SCAN,
                        null,
                        basis == Basis.LOCK
                                ? "the lock has no security scan of it"
                                : "its source has no security scan of it",
                        toBeTold("has") + allowingUnscanned());
            }
            return;
        }
        var byVerdict = new EnumMap<ScanVerdict, List<String>>(ScanVerdict.class);
        for (RepoFile file : model.model().files()) {
            byVerdict
                    .computeIfAbsent(
                            scans.getOrDefault(file.path(), ScanVerdict.UNSCANNED), verdict -> new ArrayList<>())
                    .add(file.path());
        }
        found(byVerdict, ScanVerdict.UNSAFE);
        found(byVerdict, ScanVerdict.SUSPICIOUS);
        List<String> unscanned = byVerdict.getOrDefault(ScanVerdict.UNSCANNED, List.of());
        if (!unscanned.isEmpty() && !policy.allowUnscanned()) {
            add(
                    Rule.SCAN,
                    only(unscanned),
                    "has not been scanned yet: " + names(unscanned),
                    (basis == Basis.LOCK ? "run the goal update when it has been, " : "try again later, ")
                            + allowingUnscanned());
        }
    }

    private void found(Map<ScanVerdict, List<String>> byVerdict, ScanVerdict verdict) {
        List<String> files = byVerdict.getOrDefault(verdict, List.of());
        if (!files.isEmpty()) {
            add(
                    Rule.SCAN,
                    only(files),
                    "the security scan has found something " + verdict.word() + " in " + names(files),
                    "do not use it, look at what the scan says on the model's page, or " + exempting());
        }
    }

    private void owners() {
        RepoId repo = model.request().repo();
        int slash = repo.id().indexOf('/');
        // The same name may be somebody else's at another source.
        String source =
                repo.source() == SourceId.HUGGING_FACE ? "" : repo.source().word() + "://";
        String owner = slash < 0 ? "" : source + repo.id().substring(0, slash);
        if (owner.isEmpty()) {
            add(Rule.OWNERS, null, "has no owner", "choose a model of an allowed owner, or " + exempting());
        } else if (policy.owners().stream().noneMatch(owner::equalsIgnoreCase)) {
            add(
                    Rule.OWNERS,
                    null,
                    "its owner " + owner + " is not allowed",
                    "choose a model of an allowed owner, or " + exempting());
        }
    }

    private boolean isUnknown() {
        return failure != null || basis == Basis.NOBODY;
    }

    /** What to do where nobody says what mirrors seldom have. */
    private String toBeTold(String says) {
        if (model.request().repo().source() != SourceId.HUGGING_FACE) {
            return "choose another model, ";
        }
        return basis == Basis.LOCK
                ? "run the goal update where the Hub can be reached, "
                : "lock it by way of an endpoint that " + says + " it, such as the public one, ";
    }

    private String unknown(String what) {
        return failure == null
                ? "its " + what + " is not known, since the build is offline and the model is not locked"
                : "its " + what + " cannot be learnt: " + Printable.line(String.valueOf(failure.getMessage()));
    }

    private String toKnow() {
        return (failure == null ? "build without -o" : "try again later") + ", or lock it with the goal lock";
    }

    private static String exempting() {
        return "allow it with an <exception> that has the reason";
    }

    private static String allowingUnscanned() {
        return "or set <allowUnscanned> to true";
    }

    private List<String> paths(Predicate<String> predicate) {
        return model.model().files().stream()
                .map(RepoFile::path)
                .filter(predicate)
                .toList();
    }

    private static @Nullable String only(List<String> files) {
        return files.size() == 1 ? files.get(0) : null;
    }

    private static String names(List<String> names) {
        String some = names.stream().limit(MAX_NAMES).map(Printable::of).collect(Collectors.joining(", "));
        return names.size() <= MAX_NAMES ? some : some + " and " + (names.size() - MAX_NAMES) + " more";
    }

    private void add(Rule rule, @Nullable String file, String found, String remedy) {
        Exemption exemption = policy.exemptions().stream()
                .filter(each -> each.rule() == rule && isFor(each, model))
                .findFirst()
                .orElse(null);
        findings.add(new Finding(policy, rule, model.request(), file, found, remedy, exemption));
    }
}
