package io.github.hfmodels.download;

import static io.github.hfmodels.plan.PlanFixture.FIRST;
import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileAccessTest {

    @TempDir
    private Path folder;

    private PlanFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new PlanFixture(folder);
    }

    @Test
    void fetched_isInTheCacheAndStays() throws Exception {
        CacheFileAccess access = access(false);

        access.fetch(model(), fixture.listing, List.of(fixture.config));
        access.close();

        assertThat(access.file(model(), fixture.listing, fixture.config))
                .isEqualTo(fixture.repository().file(FIRST, fixture.config))
                .hasContent("{}");
        assertThat(fixture.source.asked()).containsExactly("config.json");
    }

    @Test
    void whatTheCacheHas_isNotFetched() throws Exception {
        fixture.store(fixture.config);

        access(false).fetch(model(), fixture.listing, List.of(fixture.config));
        access(true).fetch(model(), fixture.listing, List.of(fixture.config));

        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void offline_whatTheCacheLacksIsTheUsersToCorrect() {
        assertThatThrownBy(() -> access(true).fetch(model(), fixture.listing, List.of(fixture.config)))
                .isInstanceOf(UserException.class)
                .hasMessage("the cache lacks config.json, and the build is offline");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void ruleThatIsBroken_isToldBeforeTheFirstByte() {
        assertThatThrownBy(() ->
                        access(false, new MaxSizeCheck(1)).fetch(model(), fixture.listing, List.of(fixture.config)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("more than the 1 B that are allowed");
        assertThat(fixture.source.asked()).isEmpty();
    }

    @Test
    void failureOfTheSource_isThrownAsItIs() {
        fixture.source.fail("config.json", Kind.UNAVAILABLE);

        assertThatThrownBy(() -> access(false).fetch(model(), fixture.listing, List.of(fixture.config)))
                .isInstanceOf(SourceException.class)
                .hasMessage("config.json fails as the test wants");
    }

    @Test
    void interruptedThread_staysInterrupted() throws InterruptedException {
        MissingContents missing = fixture.missing();
        Downloader downloader = fixture.downloader(missing);
        var access = new CacheFileAccess(fixture.cache, missing, downloader, false);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> access.fetch(model(), fixture.listing, List.of(fixture.config)))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        // It may still write to the cache.
        downloader.awaitEnd(60);
    }

    private CacheFileAccess access(boolean offline, PlanCheck... checks) {
        MissingContents missing = fixture.missing();
        return new CacheFileAccess(fixture.cache, missing, fixture.downloader(missing, checks), offline);
    }
}
