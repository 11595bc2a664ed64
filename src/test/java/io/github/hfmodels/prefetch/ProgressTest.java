package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: what is told of downloads while they go on. */
class ProgressTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long SIZE = 12L * MEBIBYTE + 345;
    private static final Content WEIGHTS = Content.generated(SIZE, 5);

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final ShownDownloads shown = new ShownDownloads();

    ProgressTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).file("config.json", "{}");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void everyByteOfEveryFileIsToldOf() {
        build(shown).ready("org/large");

        assertThat(shown.planned).extracting(Download::path).containsExactly("config.json", "model.bin");
        assertThat(shown.planned).extracting(Download::size).containsExactly(2L, SIZE);
        assertThat(shown.of("config.json").received).hasValue(2);
        assertThat(shown.of("model.bin").received).hasValue(SIZE);
        assertThat(shown.of("model.bin").lost).hasValue(0);
        assertThat(shown.of("model.bin").ends).containsExactly("whole");
        assertThat(shown.finished).isEqualTo(1);
    }

    @Test
    void whatTheCacheHasIsNotToldOf() {
        build(DownloadDisplay.NONE).ready("org/large");

        build(shown).ready("org/large");

        assertThat(shown.planned).isEmpty();
        assertThat(shown.count()).isZero();
        assertThat(shown.finished).isZero();
    }

    @Test
    void whatSomebodyElseBroughtMeanwhileIsSpared() {
        DownloadDisplay slow = new DownloadDisplayThatWaits(
                shown, () -> build(DownloadDisplay.NONE).ready("org/large"));

        build(slow).ready("org/large");

        assertThat(shown.planned).hasSize(2);
        assertThat(shown.count()).isZero();
        assertThat(shown.skipped).containsExactlyInAnyOrder("config.json", "model.bin");
    }

    @Test
    void aContentOfTwoNamesIsOneDownload() {
        hub.model("org/twice").commit("first").file("a.json", "same").file("b.json", "same");

        build(shown).ready("org/twice");

        assertThat(shown.planned).extracting(Download::path).containsExactly("a.json");
    }

    @Test
    void aSmallFileThatIsFetchedAgain_losesWhatItHad() {
        hub.model("org/small").commit("first").lfs("small.bin", Content.generated(MEBIBYTE, 1));
        hub.faults().onCdn().times(1).truncateAfter(500_000);

        build(shown).retries(2).ready("org/small");

        assertThat(shown.of("small.bin").lost).hasValueBetween(1L, 500_000L);
        assertThat(shown.of("small.bin").present()).isEqualTo(MEBIBYTE);
        assertThat(shown.of("small.bin").ends).containsExactly("whole");
    }

    @Test
    void blocksOfALargeFileThatBrokeOff_areNotLost() {
        hub.faults().onCdn().times(2).truncateAfter(MEBIBYTE + 10);

        build(shown).retries(3).ready("org/large");

        assertThat(shown.of("model.bin").lost).hasValue(0);
        assertThat(shown.of("model.bin").received).hasValue(SIZE);
    }

    @Test
    void whatAnEarlierBuildHasReceived_isThereFromTheStart() {
        hub.faults().onCdn().skip(2).status(500);
        build(shown).fails("org/large");
        long before = shown.of("model.bin").received.get();
        assertThat(shown.of("model.bin").ends).singleElement().asString().contains("500");
        hub.faults().clear();
        var second = new ShownDownloads();

        build(second).ready("org/large");

        assertThat(before).isPositive();
        assertThat(second.of("model.bin").resumed).hasValue(before);
        assertThat(second.of("model.bin").received).hasValue(SIZE - before);
    }

    @Test
    void aContentThatIsWrong_isLostAsAWhole() {
        hub.faults().onCdn().flipByteAt(MEBIBYTE);

        build(shown).fails("org/large");

        assertThat(shown.of("model.bin").lost).hasValue(SIZE);
        assertThat(shown.of("model.bin").ends).singleElement().asString().contains("does not have the hash");
    }

    @Test
    void aServerWithoutRanges_meansToStartAnew() {
        hub.faults().onCdn().ignoreRange();

        build(shown).ready("org/large");

        assertThat(shown.of("model.bin").present()).isEqualTo(SIZE);
    }

    @Test
    void whoeverWatchesCanEndIt() {
        var impatient = new ShownDownloads(2 * MEBIBYTE);

        TestBuild.Failure failure = build(impatient).retries(3).fails("org/large");

        assertThat(failure.message()).isEqualTo("org/large@main: the download was cancelled");
        assertThat(impatient.of("model.bin").ends).containsExactly("the download was cancelled");
        build(DownloadDisplay.NONE).ready("org/large");
    }

    /** Lets something happen between the plan and the first download. */
    private record DownloadDisplayThatWaits(DownloadDisplay display, Runnable meanwhile) implements DownloadDisplay {

        @Override
        public void planned(List<Download> downloads) {
            display.planned(downloads);
            meanwhile.run();
        }

        @Override
        public Transfer started(Download download) {
            return display.started(download);
        }

        @Override
        public void skipped(Download download) {
            display.skipped(download);
        }

        @Override
        public void finished() {
            display.finished();
        }
    }

    private TestBuild build(DownloadDisplay display) {
        return new TestBuild(hub.endpoint(), cache).display(display);
    }
}
