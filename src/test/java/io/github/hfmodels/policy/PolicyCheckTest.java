package io.github.hfmodels.policy;

import static io.github.hfmodels.plan.PlanFixture.REPO;
import static io.github.hfmodels.plan.PlanFixture.model;
import static io.github.hfmodels.policy.TestPolicies.NO_CODE;
import static io.github.hfmodels.policy.TestPolicies.PINNED;
import static io.github.hfmodels.policy.TestPolicies.SAFE_FORMATS;
import static io.github.hfmodels.policy.TestPolicies.SCAN;
import static io.github.hfmodels.policy.TestPolicies.exemption;
import static io.github.hfmodels.policy.TestPolicies.licenses;
import static io.github.hfmodels.policy.TestPolicies.owners;
import static io.github.hfmodels.policy.TestPolicies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;
    private RepoFile vocabulary;
    private boolean isOffline;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
        vocabulary = fixture.source.file("vocab.txt", "cos\nsystem\n(S'id'\ntR.");
    }

    @Test
    void licenseThatTheListingHas_isNotAskedFor() {
        var plan = PlanFixture.plan(
                model(), new Listing(PlanFixture.FIRST, List.of(), "mit"), fixture.missing(), fixture.config);

        assertThat(findings(check(licenses("mit"), NO_CODE), plan)).isEmpty();
        assertThat(findings(check(licenses("apache-2.0")), plan)).hasSize(1);
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void licenseThatTheListingDoesNotHave_isAskedFor() {
        fixture.source.informs(REPO, new ModelInfo("mit", ModelCard.EMPTY, Map.of()));

        assertThat(findings(check(licenses("mit"), licenses("gemma")), plan()))
                .singleElement()
                .asString()
                .contains("the declared license is mit, which is not allowed");
        assertThat(fixture.source.asked()).containsExactly("info org/name without scan");
    }

    @Test
    void nobodyIsAsked_whereNoRuleNeedsIt() {
        findings(check(PINNED, NO_CODE, SAFE_FORMATS, owners("org")), plan());

        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void scan_isAskedFor() {
        fixture.source.informs(
                REPO,
                new ModelInfo(
                        "mit",
                        ModelCard.EMPTY,
                        Map.of("model.bin", ScanVerdict.UNSAFE, "config.json", ScanVerdict.SAFE)));

        assertThat(findings(check(SCAN), plan())).singleElement().asString().contains("unsafe in model.bin (scan of");
    }

    @Test
    void sourceThatCannotBeAsked_isAFinding() {
        fixture.source.fail("info org/name", Kind.UNAVAILABLE);

        assertThat(findings(check(licenses("mit"), NO_CODE, SCAN), plan()))
                .hasSize(2)
                .anyMatch(finding ->
                        finding.contains("its license cannot be learnt: info org/name fails as the test wants"))
                .anyMatch(finding -> finding.contains("its security scan cannot be learnt: info org/name fails"));
    }

    @Test
    void offline_nobodyIsAsked() {
        isOffline = true;

        assertThat(findings(check(licenses("mit")), plan()))
                .singleElement()
                .asString()
                .contains("its license is not known, since the build is offline");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void lockedModel_isCheckedByTheLockAlone() {
        ActiveLock lock = fixture.lock(model(), fixture.config);
        var plan = SnapshotPlan.ofLocked(model(), lock.lock().models().get(0), lock, List.of(fixture.config));

        assertThat(findings(check(licenses("mit"), PINNED, SCAN), plan))
                .singleElement()
                .asString()
                .contains("the lock has no security scan of it");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void modelThatALockGoalHasLookedUp_isNotToBeUpdated() {
        ModelLock lock = fixture.lock(model(), fixture.config).lock();

        assertThat(LockCheck.findings(List.of(PINNED, SCAN), List.of(model()), lock, model -> true))
                .singleElement()
                .asString()
                .contains("its source has no security scan of it");
        assertThat(LockCheck.findings(List.of(PINNED, SCAN), List.of(model()), lock, model -> false))
                .singleElement()
                .asString()
                .contains("the lock has no security scan of it (scan of <policy>); run the goal update");
    }

    @Test
    void companion_isCheckedLikeAModel() {
        var companion = model().companion(new Companion(REPO, model().revision(), Part.EVERYTHING, "base model"));

        assertThat(findings(check(PINNED), plan(), fixture.plan(companion, fixture.config)))
                .hasSize(2)
                .anyMatch(finding -> finding.endsWith("lock org/name@main with the goal lock"));
    }

    @Test
    void contentInTheCache_isReadBeforeTheDownload() throws IOException {
        fixture.store(vocabulary);
        var check = check(SAFE_FORMATS);
        SnapshotPlan plan = fixture.plan(model(), fixture.config, vocabulary);

        assertThat(findings(check, plan))
                .containsExactly("org/name@main: vocab.txt has pickled objects, which can run code when they are loaded"
                        + " (unsafeFormats of <policy>); leave it out with <excludes>, or allow it with an <exception>"
                        + " that has the reason");
        fixture.store(fixture.config);
        assertThat(check.findingsOfContents(List.of(plan)))
                .as("of what was not there")
                .isEmpty();
    }

    @Test
    void contentThatWasDownloaded_isReadThen() throws IOException {
        var check = check(SAFE_FORMATS);
        SnapshotPlan plan = fixture.plan(model(), fixture.config, vocabulary);
        assertThat(findings(check, plan)).isEmpty();
        assertThat(check.findingsOfContents(List.of(plan)))
                .as("as long as nothing is there")
                .isEmpty();

        fixture.store(fixture.config, vocabulary);

        assertThat(check.findingsOfContents(List.of(plan)))
                .extracting(Finding::file)
                .containsExactly("vocab.txt");
        assertThat(check.findingsOfContents(List.of(plan))).isEmpty();
    }

    @Test
    void contentOfTwoRevisionsAtOneCommit_isAFindingOfEach() throws IOException {
        fixture.store(vocabulary);
        var check = check(with(SAFE_FORMATS, new Exemption(REPO, Revision.MAIN, Rule.UNSAFE_FORMATS, "x")));
        var tagged = model(REPO, new Revision("v1"), model().selection());

        assertThat(check.findings(List.of(fixture.plan(model(), vocabulary), fixture.plan(tagged, vocabulary))))
                .extracting(Finding::isFatal)
                .containsExactly(false, true);
    }

    @Test
    void contents_areOnlyReadWhereARuleNeedsThem() throws IOException {
        fixture.store(vocabulary);
        SnapshotPlan plan = fixture.plan(model(), vocabulary);
        Path content = fixture.repository().file(PlanFixture.FIRST, vocabulary).toRealPath();
        Files.delete(content);
        Files.createDirectory(content);

        assertThat(findings(check(NO_CODE, owners("org")), plan)).isEmpty();
        assertThat(findings(check(SAFE_FORMATS), plan))
                .singleElement()
                .asString()
                .contains("vocab.txt cannot be read: ");
    }

    @Test
    void exemption_isForContentsToo() throws IOException {
        fixture.store(vocabulary);
        var check = check(with(SAFE_FORMATS, exemption("org/name", Rule.UNSAFE_FORMATS)));

        assertThat(check.findings(List.of(fixture.plan(model(), vocabulary))))
                .hasSize(1)
                .noneMatch(Finding::isFatal);
        assertThat(check.unused()).isEmpty();
    }

    @Test
    void exemptionForContents_isUnusedOnlyWhenAllWereRead() throws IOException {
        var check = check(with(SAFE_FORMATS, exemption("org/name", Rule.UNSAFE_FORMATS)));
        SnapshotPlan plan = fixture.plan(model(), fixture.config);
        findings(check, plan);
        assertThat(check.unused()).isEmpty();

        fixture.store(fixture.config);
        check.findingsOfContents(List.of(plan));

        assertThat(check.unused()).extracting(UnusedExemption::isOfOther).containsExactly(false);
    }

    @Test
    void exemptionThatNothingNeeds_isUnused() {
        var check = check(with(PINNED, exemption("org/name", Rule.PINNED), exemption("org/name", Rule.SCAN)));
        findings(check, plan());

        assertThat(check.unused())
                .extracting(unused -> unused.exemption().rule())
                .containsExactly(Rule.SCAN);
    }

    private PolicyCheck check(Policy... policies) {
        return new PolicyCheck(List.of(policies), new ModelInfos(fixture.sources, isOffline), fixture.cache);
    }

    private SnapshotPlan plan() {
        return fixture.plan(model(), fixture.config, fixture.weights);
    }

    private static List<String> findings(PolicyCheck check, SnapshotPlan... plans) {
        return check.findings(List.of(plans)).stream().map(Finding::toString).toList();
    }
}
