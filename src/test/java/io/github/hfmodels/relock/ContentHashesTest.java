package io.github.hfmodels.relock;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.source.SourceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashesTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void smallFiles_areDownloadedForTheirHash() throws Exception {
        ContentHashes hashes = hashes(ModelLock.EMPTY);

        assertThat(hashes.compute(List.of(plan()))).isEmpty();

        assertThat(hashes.known(plan()))
                .extracting(file -> file.contentSha256().orElseThrow())
                .containsExactly(
                        sha256(fixture.config), fixture.weights.digest().hex());
        assertThat(fixture.source.asked()).containsExactly("config.json");
    }

    @Test
    void hashThatTheLockHas_isNotLearnedAgain() throws Exception {
        ContentHashes hashes = hashes(fixture.lock(model(), fixture.config).lock());

        assertThat(hashes.compute(List.of(plan()))).isEmpty();

        assertThat(hashes.known(plan()).get(0).contentSha256()).contains(sha256(fixture.config));
        assertThat(fixture.source.asked()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void contentThatTheCacheHas_isReadThere() throws Exception {
        fixture.store(fixture.config);

        assertThat(hashes(ModelLock.EMPTY).compute(List.of(plan()))).isEmpty();
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void contentOfTheCacheThatIsNotAsListed_failsTheModel() throws Exception {
        fixture.store(fixture.config);
        Files.writeString(fixture.repository().file(FIRST, fixture.config), "[]");

        assertThat(hashes(ModelLock.EMPTY).compute(List.of(plan())))
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.reason()).endsWith("the cache's config.json is not what the source lists");
                    assertThat(failure.advice()).isEqualTo(Advice.to(Action.FORCE_DOWNLOAD));
                });
    }

    @Test
    void contentThatCannotBeHad_failsTheModel() throws Exception {
        fixture.source.fail("config.json", Kind.UNAVAILABLE);

        assertThat(hashes(ModelLock.EMPTY).compute(List.of(plan())))
                .extracting(ModelFailure::request)
                .containsExactly(model());
    }

    @Test
    void ruleThatIsBroken_isToldBeforeTheFirstByte() {
        assertThatThrownBy(() -> hashes(ModelLock.EMPTY, new MaxSizeCheck(1)).compute(List.of(plan())))
                .isInstanceOf(UserException.class);
        assertThat(fixture.source.asked()).isEmpty();
    }

    private SnapshotPlan plan() {
        return fixture.plan(model(), fixture.config, fixture.weights);
    }

    private String sha256(RepoFile file) {
        return Digest.Algorithm.SHA256.of(fixture.source.content(file));
    }

    private ContentHashes hashes(ModelLock lock, PlanCheck... checks) {
        MissingContents missing = fixture.missing();
        return new ContentHashes(fixture.cache, missing, fixture.downloader(missing, checks), lock);
    }
}
