package io.github.hfmodels.policy;

import static io.github.hfmodels.policy.TestPolicies.NO_CODE;
import static io.github.hfmodels.policy.TestPolicies.PINNED;
import static io.github.hfmodels.policy.TestPolicies.SAFE_FORMATS;
import static io.github.hfmodels.policy.TestPolicies.SCAN;
import static io.github.hfmodels.policy.TestPolicies.SCAN_ALLOWING_UNSCANNED;
import static io.github.hfmodels.policy.TestPolicies.denied;
import static io.github.hfmodels.policy.TestPolicies.exemption;
import static io.github.hfmodels.policy.TestPolicies.licenses;
import static io.github.hfmodels.policy.TestPolicies.owners;
import static io.github.hfmodels.policy.TestPolicies.warning;
import static io.github.hfmodels.policy.TestPolicies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.PolicyRules.Basis;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRulesTest {

    private static final String COMMIT = "1".repeat(40);

    private RepoId repo = new RepoId(RepoType.MODEL, "org/name");
    private Revision revision = Revision.MAIN;
    private Selection selection = Selection.of(Part.EVERYTHING);
    private @Nullable String license;
    private List<String> paths = List.of("config.json", "model.safetensors");
    private Map<String, ScanVerdict> scans = Map.of();
    private boolean isLocked;
    private boolean isKnown = true;
    private @Nullable ModelRequest neededBy;

    // Licenses.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apache-2.0              | apache-2.0
            apache-2.0              | Apache-2.0
            APACHE-2.0              | apache-2.0
            odc-by                  | ODC-By-1.0
            pddl                    | PDDL-1.0
            llama3.1                | Llama3.1
            other                   | other
            other (Falcon License)  | falcon license
            other (falcon)          | other (Falcon)
            other (falcon)          | other
            other (a, b)            | a, b
            Apache-2.0 OR Llama3    | Apache-2.0 OR Llama3
            """)
    void allowedLicense_isNoFinding(String declared, String allowed) {
        license = declared;

        assertThat(findings(licenses("mit", allowed))).isEmpty();
        assertThat(findings(denied("mit"))).isEmpty();
        assertThat(findings(denied("mit", allowed))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llama3         | llama3.1
            gpl-3.0        | gpl
            gpl-3.0        | GPL-3.0-only
            gpl            | gpl-3.0
            other          | other (falcon)
            other (falcon) | falcon-2
            other (MIT)    | mit
            falcon         | other
            mit            | apache-2.0
            apache 2.0     | apache-2.0
            MIT OR Gemma   | mit
            ()             | mit
            """)
    void anotherLicense_isAFinding(String declared, String allowed) {
        license = declared;

        assertThat(findings(licenses(allowed)))
                .containsExactly("org/name@main: the declared license is " + declared
                        + ", which is not allowed (licenses of <policy>); choose a model with an allowed license,"
                        + " or allow it with an <exception> that has the reason");
    }

    @Test
    void licensesOfAnExpression_mustAllBeAllowed() {
        license = "(MIT OR Apache-2.0)";

        assertThat(findings(licenses("mit", "apache-2.0"))).isEmpty();
        assertThat(findings(licenses("mit"))).hasSize(1);
    }

    @Test
    void severalLicenses_mustAllBeAllowed() {
        license = "mit, llama3, gemma";

        assertThat(findings(licenses("mit", "llama3", "gemma"))).isEmpty();
        assertThat(findings(licenses("mit", "gemma")).get(0))
                .contains("the declared licenses are mit, llama3, gemma, of which llama3 is not allowed (");
        assertThat(findings(licenses("mit")).get(0)).contains(", of which llama3, gemma are not allowed (");
    }

    @Test
    void severalLicenses_mustNotHaveADeniedOne() {
        license = "mit, llama3";

        assertThat(findings(denied("llama3")).get(0))
                .contains("the declared licenses are mit, llama3, of which llama3 is denied (licenses of");
    }

    @ParameterizedTest
    @CsvSource({
        "gpl-3.0, GPL-3.0-only",
        "gpl-3.0, GPL-3.0-or-later",
        "agpl-3.0, AGPL-3.0-or-later",
        "lgpl-2.1, LGPL-2.1+",
        "gpl-3.0-only, gpl-3.0",
        "gpl, gpl-3.0",
        "cc, cc-by-nc-4.0"
    })
    void deniedLicense_isDeniedWhateverItSaysOfLaterVersions(String declared, String denied) {
        license = declared;

        assertThat(findings(denied(denied)))
                .singleElement()
                .asString()
                .contains("the declared license is " + declared + ", which is denied");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            other (cc-by-nc-4.0)     | cc-by-nc-4.0
            other (CC-BY-NC-4.0)     | CC-BY-NC-4.0
            other (GPL-3.0-or-later) | gpl-3.0
            other (gpl)              | gpl-3.0
            MIT OR GPL-3.0-only      | gpl-3.0
            (MIT and (X or GPL-3.0)) | gpl-3.0
            other (MIT OR GPL-3.0)   | gpl-3.0
            other (x), gpl-3.0, other (y) | gpl-3.0
            """)
    void deniedLicense_isDeniedAlsoAsTheNameOfAnother(String declared, String denied) {
        license = declared;

        assertThat(findings(denied(denied))).singleElement().asString().contains(" denied (licenses of <policy>)");
    }

    @Test
    void whatASourceDoesNotSay_isNotItsOwnersFault_andToBeLockedWhereItIsSaid() {
        isKnown = false;
        String remedy = "; lock it by way of an endpoint that %s it, such as the public one, or ";

        assertThat(PolicyRules.findings(List.of(licenses("mit"), SCAN), model(), Basis.SOURCE, null))
                .map(Finding::toString)
                .containsExactly(
                        "org/name@main: its source does not say the license (licenses of <policy>)"
                                + remedy.formatted("says") + "allow it with an <exception> that has the reason",
                        "org/name@main: its source has no security scan of it (scan of <policy>)"
                                + remedy.formatted("has") + "set <allowUnscanned> to true");
    }

    @Test
    void whatModelScopeDoesNotSay_isNotToBeLocked() {
        repo = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
        isKnown = false;

        for (Basis basis : List.of(Basis.SOURCE, Basis.LOCK)) {
            assertThat(PolicyRules.findings(List.of(licenses("mit"), SCAN), model(), basis, null))
                    .map(Finding::remedy)
                    .containsExactly(
                            "choose another model, or allow it with an <exception> that has the reason",
                            "choose another model, or set <allowUnscanned> to true");
        }
    }

    @Test
    void lockThatSaysNothing_isToBeUpdated() {
        isLocked = true;
        isKnown = false;

        assertThat(findings(licenses("mit")))
                .containsExactly(
                        "org/name@main: the lock does not say the license (licenses of <policy>); run the"
                                + " goal update where the Hub can be reached, or allow it with an <exception> that has the reason");
        isKnown = true;
        assertThat(findings(licenses("mit"))).singleElement().asString().contains("declares no license");
    }

    @Test
    void deniedLicenseThatIsAllowedToo_isDenied() {
        license = "mit";
        assertThat(findings(TestPolicies.allowedAndDenied("mit")))
                .singleElement()
                .asString()
                .contains("which is denied");
    }

    @Test
    void noLicense_isAFindingOfItsOwn() {
        String expected = "org/name@main: declares no license (licenses of <policy>); ask its owner to declare one in"
                + " the model card, or allow it with an <exception> that has the reason";

        assertThat(findings(licenses("mit"))).containsExactly(expected);
        assertThat(findings(denied("mit"))).containsExactly(expected);
        assertThat(findings(PINNED)).noneMatch(finding -> finding.contains("license"));
    }

    @Test
    void licenseThatIsNotKnown_isAnotherFinding() {
        isKnown = false;

        assertThat(findings(licenses("mit")))
                .containsExactly("org/name@main: its license is not known, since the build is offline and the model is"
                        + " not locked (licenses of <policy>); build without -o, or lock it with the goal lock");
        license = "mit";
        assertThat(findings(licenses("mit"))).isEmpty();
    }

    @Test
    void whatTheSourceDoesNotTell_isAFindingWithTheReason() {
        isKnown = false;
        var failure = new SourceException(
                SourceException.Kind.UNAVAILABLE, "huggingface.co answers 503\n::error::x", Advice.NONE, null);

        assertThat(PolicyRules.findings(List.of(licenses("mit"), SCAN), model(), Basis.SOURCE, failure))
                .map(Finding::toString)
                .containsExactly(
                        "org/name@main: its license cannot be learnt: huggingface.co answers 503\\n::error::x (licenses"
                                + " of <policy>); try again later, or lock it with the goal lock",
                        "org/name@main: its security scan cannot be learnt: huggingface.co answers 503\\n::error::x"
                                + " (scan of <policy>); try again later, or lock it with the goal lock");
    }

    @Test
    void hostileLicense_isPrintable() {
        license = "other (\u001b[31m\n##[error]x)";

        assertThat(findings(licenses("mit")).get(0)).doesNotContain("\u001b", "\n", "##[");
    }

    // Pinned.

    @Test
    void branch_isNotPinned() {
        assertThat(findings(PINNED))
                .containsExactly("org/name@main: its revision main is not a commit, and it is not locked (pinned of"
                        + " <policy>); set its revision to " + COMMIT + ", or lock it with the goal lock");
    }

    @Test
    void commit_isPinned() {
        revision = new Revision(COMMIT);

        assertThat(findings(PINNED)).isEmpty();
    }

    @Test
    void lockedBranch_isPinned() {
        isLocked = true;

        assertThat(findings(PINNED)).isEmpty();
    }

    @Test
    void companionThatIsNotPinned_isPinnedByALock() {
        neededBy = request();

        assertThat(findings(PINNED)).singleElement().asString().endsWith("; lock org/name@main with the goal lock");
    }

    // Remote code.

    @Test
    void pythonCode_isNamed() {
        paths = List.of("config.json", "modeling_x.py", "sub/Other.PY", "notes.pyx");

        assertThat(findings(NO_CODE))
                .containsExactly("org/name@main: has Python code: modeling_x.py, sub/Other.PY (remoteCode of <policy>);"
                        + " leave it out with <excludes>, or allow it with an <exception> that has the reason");
    }

    @Test
    void manyFiles_areCounted() {
        paths = IntStream.rangeClosed('a', 'v')
                .mapToObj(letter -> Character.toString(letter) + ".py")
                .toList();

        assertThat(findings(NO_CODE).get(0))
                .contains(": a.py, b.py, c.py, d.py, e.py, f.py, g.py, h.py, i.py, j.py and 12 more (");
    }

    @Test
    void trustRemoteCode_isAFindingWithoutAnyFile() {
        selection = Selection.of(new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, null, null, null, true)));

        assertThat(findings(NO_CODE))
                .containsExactly("org/name@main: trustRemoteCode is set for it (remoteCode of <policy>); remove"
                        + " <trustRemoteCode>, or allow it with an <exception> that has the reason");
    }

    // Unsafe formats.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "training_args.bin",
                "openvino_model.bin",
                "a/model.PT",
                "m.pth",
                "m.ckpt",
                "m.pkl",
                "m.pickle",
                "m.joblib",
                "m.dill",
                "m.npy",
                "m.npz",
                "m.th",
                "m.t7",
                "m.mar",
                "m.nemo",
                "tf_model.h5",
                "m.hdf5",
                "m.keras",
                "m.pkl.gz",
                "m.joblib.z",
                "checkpoint.pth.tar",
                "checkpoint.pth.tar.gz",
                ".bin",
                "x/keras_metadata.pb",
                "rust_model.ot",
                "m.pt2",
                "model.sav"
            })
    void formatThatCanRunCode_isAFinding(String path) {
        paths = List.of("config.json", path);

        assertThat(findings(SAFE_FORMATS))
                .containsExactly("org/name@main: has a file of a format that can run code when it is loaded: " + path
                        + " (unsafeFormats of <policy>); use safetensors, ONNX or GGUF files instead, leave it out with"
                        + " <excludes>, or allow it with an <exception> that has the reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.safetensors",
                "model.gguf",
                "model.onnx",
                "model.onnx_data",
                "model.onnx.data",
                "vocab.txt",
                "tokenizer.model",
                "flax_model.msgpack",
                "saved_model.pb",
                "model.tflite",
                "bin",
                "pt",
                "gz",
                "a.bin/x",
                "x.tar.gz",
                "weights.zip",
                "README.md",
                "bin.txt",
                "model.binary",
                "..",
                "",
                "a/"
            })
    void otherFormat_isNone(String path) {
        paths = List.of(path);

        assertThat(findings(SAFE_FORMATS)).isEmpty();
    }

    // Scan.

    @Test
    void safeFiles_areNoFinding() {
        scans = Map.of("config.json", ScanVerdict.SAFE, "model.safetensors", ScanVerdict.SAFE);

        assertThat(findings(SCAN)).isEmpty();
    }

    @Test
    void badVerdicts_areFindings() {
        paths = List.of("a.bin", "b.bin", "c.bin", "d.bin");
        scans = Map.of(
                "a.bin", ScanVerdict.UNSAFE,
                "b.bin", ScanVerdict.SUSPICIOUS,
                "c.bin", ScanVerdict.UNSAFE,
                "d.bin", ScanVerdict.SAFE);
        String rest = " (scan of <policy>); do not use it, look at what the scan says on the model's page, or allow it"
                + " with an <exception> that has the reason";

        assertThat(findings(SCAN_ALLOWING_UNSCANNED))
                .isEqualTo(findings(SCAN))
                .containsExactly(
                        "org/name@main: the security scan has found something unsafe in a.bin, c.bin" + rest,
                        "org/name@main: the security scan has found something suspicious in b.bin" + rest);
    }

    @Test
    void unscannedFile_isAFindingUnlessAllowed() {
        paths = List.of("a.bin", "b.bin", "c.bin");
        scans = Map.of("a.bin", ScanVerdict.UNSCANNED, "b.bin", ScanVerdict.SAFE);

        assertThat(findings(SCAN_ALLOWING_UNSCANNED)).isEmpty();
        assertThat(findings(SCAN))
                .containsExactly("org/name@main: has not been scanned yet: a.bin, c.bin (scan of <policy>); try again"
                        + " later, or set <allowUnscanned> to true");
        isLocked = true;
        assertThat(findings(SCAN))
                .singleElement()
                .asString()
                .endsWith("; run the goal update when it has been, or set <allowUnscanned> to true");
    }

    @Test
    void lockWithoutAScan_isToBeUpdated() {
        isLocked = true;

        assertThat(findings(SCAN_ALLOWING_UNSCANNED)).isEmpty();
        assertThat(findings(SCAN))
                .containsExactly("org/name@main: the lock has no security scan of it (scan of <policy>); run the goal"
                        + " update where the Hub can be reached, or set <allowUnscanned> to true");
    }

    @Test
    void sourceWithoutAScan_isAFindingUnlessAllowed() {
        assertThat(findings(SCAN_ALLOWING_UNSCANNED)).isEmpty();
        assertThat(findings(SCAN))
                .singleElement()
                .asString()
                .contains("its source has no security scan of it (scan of");
    }

    @Test
    void scanThatIsNotKnown_isAFindingEvenIfUnscannedFilesAreAllowed() {
        isKnown = false;

        assertThat(findings(SCAN_ALLOWING_UNSCANNED))
                .containsExactly("org/name@main: its security scan is not known, since the build is offline and the"
                        + " model is not locked (scan of <policy>); build without -o, or lock it with the goal lock");
    }

    // Owners.

    @Test
    void owner_isComparedIgnoringCase() {
        assertThat(findings(owners("acme", "ORG"))).isEmpty();
    }

    @Test
    void anotherOwner_isAFinding() {
        assertThat(findings(owners("acme", "organization", "name")))
                .containsExactly(
                        "org/name@main: its owner org is not allowed (owners of <policy>); choose a model of an"
                                + " allowed owner, or allow it with an <exception> that has the reason");
    }

    @Test
    void legacyModel_hasNoOwner() {
        repo = new RepoId(RepoType.MODEL, "gpt2");

        assertThat(findings(owners("gpt2"))).singleElement().asString().startsWith("gpt2@main: has no owner (owners");
    }

    @Test
    void ownerOfAnotherSource_isSomebodyElse() {
        repo = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");

        assertThat(findings(owners("org"))).hasSize(1);
        assertThat(findings(owners("modelscope://Org"))).isEmpty();
    }

    @Test
    void ownerOfADataset_isTheNameBeforeTheSlash() {
        repo = new RepoId(RepoType.DATASET, "org/name");

        assertThat(findings(owners("org"))).isEmpty();
    }

    // Several.

    @Test
    void everythingIsFound_ofAllPolicies() {
        paths = List.of("a.py", "b.pt");

        assertThat(findings(licenses("mit"), PINNED, warning(NO_CODE), SAFE_FORMATS, SCAN, owners("acme")))
                .map(finding -> finding.replaceAll(".*\\((\\w+ of .*)\\);.*", "$1"))
                .containsExactly(
                        "licenses of <policy>",
                        "pinned of <policy>",
                        "remoteCode of company.xml",
                        "unsafeFormats of <policy>",
                        "scan of <policy>",
                        "owners of <policy>");
    }

    @Test
    void fileIsNamed_whereThereIsOne() {
        paths = List.of("a.py", "b.pt", "c.pt");

        assertThat(PolicyRules.findings(List.of(NO_CODE, SAFE_FORMATS), model(), basis(), null))
                .extracting(Finding::file)
                .containsExactly("a.py", null);
    }

    @Test
    void policyThatDoesNotEnforce_hasNoFatalFinding() {
        assertThat(PolicyRules.findings(List.of(PINNED), model(), basis(), null))
                .allMatch(Finding::isFatal);
        assertThat(PolicyRules.findings(List.of(warning(PINNED)), model(), basis(), null))
                .hasSize(1)
                .noneMatch(Finding::isFatal);
    }

    // Exemptions.

    @ParameterizedTest
    @CsvSource({
        "org/name, , true",
        "org/name, main, true",
        "org/name, 1111111111111111111111111111111111111111, true",
        "org/name, v1, false",
        "org/other, , false"
    })
    void exemption_isForItsModel(String model, @Nullable String revision, boolean applies) {
        var exemption = new Exemption(
                new RepoId(RepoType.MODEL, model),
                revision == null ? null : new Revision(revision),
                Rule.PINNED,
                "contract 2026-17");

        List<Finding> findings = PolicyRules.findings(List.of(with(PINNED, exemption)), model(), basis(), null);

        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).exemption()).isEqualTo(applies ? exemption : null);
        assertThat(findings.get(0).isFatal()).isEqualTo(!applies);
    }

    @Test
    void exemption_isForItsRuleAndItsPolicy() {
        Policy exempting = with(PINNED, exemption("org/name", Rule.LICENSES));

        assertThat(PolicyRules.findings(List.of(exempting, licenses("mit")), model(), basis(), null))
                .hasSize(2)
                .allMatch(Finding::isFatal);
    }

    @Test
    void unusedExemptions_areThoseThatNoFindingNeeded() {
        Exemption used = exemption("org/name", Rule.PINNED);
        Exemption unused = exemption("org/name", Rule.LICENSES);
        Exemption ofOther = exemption("org/other", Rule.PINNED);
        Policy policy = with(PINNED, used, unused, ofOther);
        List<Finding> findings = PolicyRules.findings(List.of(policy), model(), basis(), null);

        assertThat(PolicyRules.unused(List.of(policy), List.of(model()), findings, false))
                .containsExactly(new UnusedExemption(unused, false), new UnusedExemption(ofOther, true));
    }

    @Test
    void exemptionForUnsafeFormats_mayBeNeededForAContentThatWasNotLookedAt() {
        Policy policy = with(SAFE_FORMATS, exemption("org/name", Rule.UNSAFE_FORMATS));

        assertThat(PolicyRules.unused(List.of(policy), List.of(model()), List.of(), false))
                .isEmpty();
        assertThat(PolicyRules.unused(List.of(policy), List.of(model()), List.of(), true))
                .hasSize(1);
    }

    private List<String> findings(Policy... policies) {
        return PolicyRules.findings(List.of(policies), model(), basis(), null).stream()
                .map(Finding::toString)
                .toList();
    }

    private DescribedModel model() {
        var locked = new LockedModel(
                repo,
                revision,
                new CommitHash(COMMIT),
                license,
                selection,
                paths.stream()
                        .map(path -> new RepoFile(path, 1, "e".repeat(40), null, null))
                        .toList(),
                List.<Companion>of(),
                ModelCard.EMPTY,
                scans);
        return new DescribedModel(request(), locked, isLocked, isKnown);
    }

    private Basis basis() {
        return isLocked ? Basis.LOCK : isKnown ? Basis.SOURCE : Basis.NOBODY;
    }

    private ModelRequest request() {
        return new ModelRequest(
                repo,
                revision,
                selection,
                repo.name(),
                null,
                io.github.hfmodels.model.Layout.TREE,
                false,
                neededBy,
                null);
    }
}
