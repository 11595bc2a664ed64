package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long GB = 1_000_000_000;

    private final List<Runnable> ticking = new ArrayList<>();
    private final List<Duration> periods = new ArrayList<>();
    private long seconds;
    private final Heartbeat heartbeat =
            new Heartbeat(DownloadDisplay.NONE, 0, () -> seconds * 1_000_000_000, this::tick);
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void saysHowFarHowFastAndHowLongYet() throws Exception {
        heartbeat.planned(List.of(download("acme/large", "a", 3 * GB), download("acme/large", "b", GB)));
        Transfer transfer = heartbeat.started(download("acme/large", "a", 3 * GB));
        transfer.received(1_200_000_000);
        pass(30);
        transfer.received(1_050_000_000);
        pass(30);

        assertThat(periods).containsExactly(Duration.ofSeconds(30));
        assertThat(log.lines("acme/large"))
                .extracting(line -> line.substring(line.indexOf("acme")))
                .containsExactly(
                        "acme/large: 1.2 of 4.0 GB, 40.0 MB/s, about 70 s left",
                        "acme/large: 2.3 of 4.0 GB, 35.0 MB/s, about 50 s left");
    }

    @Test
    void severalModelsAreOneLine() throws Exception {
        heartbeat.planned(List.of(download("acme/one", "a", 900_000_000_000L), download("acme/two", "a", GB)));
        heartbeat.started(download("acme/one", "a", GB)).received(30_000_000);
        heartbeat.started(download("acme/two", "a", GB)).received(0);
        pass(30);

        assertThat(log.text()).contains("2 models: 30.0 MB of 901.0 GB, 1.0 MB/s, about 250 h left");
        assertThat(log.text().lines()).hasSize(1);
    }

    @Test
    void whatWasThereBeforeIsNotSpeed() throws Exception {
        heartbeat.planned(List.of(download("acme/large", "a", 4 * GB)));
        Transfer transfer = heartbeat.started(download("acme/large", "a", 4 * GB));
        transfer.resumed(2 * GB);
        transfer.received(300_000_000);
        pass(30);

        assertThat(log.text()).contains("2.3 of 4.0 GB, 10.0 MB/s, about 2 min left");
    }

    @Test
    void aDownloadThatStandsStillIsSaidTo() throws Exception {
        heartbeat.planned(List.of(download("acme/large", "a", 4 * GB)));
        Transfer transfer = heartbeat.started(download("acme/large", "a", 4 * GB));
        transfer.received(GB);
        pass(30);
        transfer.lost(GB);
        pass(30);

        assertThat(log.text()).contains("acme/large: 0 B of 4.0 GB, nothing in the last 30 s");
    }

    @Test
    void whatOthersDownloadedDoesNotCount() throws Exception {
        heartbeat.planned(List.of(download("acme/large", "a", 4 * GB), download("acme/large", "b", GB)));
        heartbeat.skipped(download("acme/large", "b", GB));
        heartbeat.started(download("acme/large", "a", 4 * GB)).received(300_000_000);
        pass(30);

        assertThat(log.text()).contains("acme/large: 300.0 MB of 4.0 GB");
    }

    @Test
    void whileAllWaitForOthersNothingIsSaid() {
        heartbeat.planned(List.of(download("acme/large", "a", GB)));
        pass(30);
        heartbeat.started(download("acme/large", "a", GB)).ended(null);
        pass(30);

        assertThat(log.text()).isEmpty();
    }

    @Test
    void onATerminalALineCoversWhatIsThere() throws Exception {
        var wide = new Heartbeat(DownloadDisplay.NONE, 60, () -> seconds * 1_000_000_000, this::tick);
        wide.planned(List.of(download("acme/large", "a", 4 * GB)));
        wide.started(download("acme/large", "a", 4 * GB)).received(1_200_000_000);
        pass(30);

        assertThat(log.text())
                .contains("acme/large: 1.2 of 4.0 GB, 40.0 MB/s, about 70 s left       " + System.lineSeparator());
    }

    @Test
    void endsWithTheDownloads() throws Exception {
        heartbeat.planned(List.of(download("acme/large", "a", GB)));
        heartbeat.started(download("acme/large", "a", GB)).received(1);
        heartbeat.finished();
        assertThat(ticking).isEmpty();

        heartbeat.planned(List.of(download("acme/other", "a", GB)));
        heartbeat.finished();
        heartbeat.finished();
        assertThat(ticking).isEmpty();
    }

    @Test
    void theOtherDisplay_isToldEverything() throws Exception {
        var told = new ArrayList<String>();
        var both = new Heartbeat(new Telling(told), 0, () -> 0, this::tick);
        Download download = download("acme/large", "a", GB);

        both.planned(List.of(download));
        Transfer transfer = both.started(download);
        transfer.resumed(1);
        transfer.received(2);
        transfer.lost(3);
        transfer.ended(null);
        both.skipped(download);
        both.finished();

        assertThat(told)
                .containsExactly(
                        "planned 1",
                        "started a",
                        "resumed 1",
                        "received 2",
                        "lost 3",
                        "ended",
                        "skipped a",
                        "finished");
    }

    private record Telling(List<String> told) implements DownloadDisplay {

        @Override
        public void planned(List<Download> downloads) {
            told.add("planned " + downloads.size());
        }

        @Override
        public Transfer started(Download download) {
            told.add("started " + download.path());
            return new Transfer() {
                @Override
                public void resumed(long bytes) {
                    told.add("resumed " + bytes);
                }

                @Override
                public void received(long bytes) {
                    told.add("received " + bytes);
                }

                @Override
                public void lost(long bytes) {
                    told.add("lost " + bytes);
                }

                @Override
                public void ended(@Nullable Exception failure) {
                    told.add("ended");
                }
            };
        }

        @Override
        public void skipped(Download download) {
            told.add("skipped " + download.path());
        }

        @Override
        public void finished() {
            told.add("finished");
        }
    }

    private Runnable tick(Duration period, Runnable task) {
        periods.add(period);
        ticking.add(task);
        return () -> ticking.remove(task);
    }

    private void pass(long time) {
        seconds += time;
        ticking.forEach(Runnable::run);
    }

    private static Download download(String id, String path, long size) {
        return new Download(new RepoId(RepoType.MODEL, id), new CommitHash("a".repeat(40)), path, size);
    }
}
