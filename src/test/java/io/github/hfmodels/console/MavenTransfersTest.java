package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferListener;
import org.junit.jupiter.api.Test;

/** What Maven's transfer listener is told. */
class MavenTransfersTest {

    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final String FILE = "https://hub.example.org/acme/large/resolve/" + COMMIT + "/";
    private static final long MIB = 1 << 20;

    private final Listener listener = new Listener();
    private long millis = 5_000;
    private final MavenTransfers transfers = new MavenTransfers(
            session(),
            listener,
            source -> URI.create("https://" + (source == SourceId.HUGGING_FACE ? "hub" : "modelscope") + ".example.org"),
            Path.of("module"),
            () -> millis * 1_000_000);

    @Test
    void aLargeFileIsATransferOfItsOwn() throws Exception {
        Transfer transfer = plannedAndStarted(download("sub/model.bin", 10 * MIB));
        transfer.received(MIB);
        transfer.ended(null);

        assertThat(listener.events)
                .containsExactly(
                        "INITIATED 0 of 10485760 " + FILE + "sub/model.bin",
                        "STARTED 0 of 10485760 " + FILE + "sub/model.bin",
                        "PROGRESSED 1048576 of 10485760 " + FILE + "sub/model.bin",
                        "SUCCEEDED 1048576 of 10485760 " + FILE + "sub/model.bin");
        assertThat(listener.last.getResource().getRepositoryId()).isEqualTo("huggingface");
        assertThat(listener.last.getRequestType()).isEqualTo(TransferEvent.RequestType.GET);
    }

    @Test
    void smallFilesOfAModelAreOneTransfer() throws Exception {
        List<Download> small = IntStream.range(0, 2_000)
                .mapToObj(i -> download("part-" + i, 10))
                .toList();
        transfers.planned(small);
        for (Download each : small) {
            Transfer transfer = transfers.started(each);
            transfer.received(10);
            transfer.ended(null);
        }
        transfers.finished();

        String name = " of 20000 https://hub.example.org/acme/large (2000 files)";
        assertThat(listener.events)
                .containsExactly(
                        "INITIATED 0" + name, "STARTED 0" + name, "PROGRESSED 10" + name, "SUCCEEDED 20000" + name);
    }

    @Test
    void theNameOfATransferHasASlash_afterWhichMavenReadsOn() {
        transfers.planned(List.of(download("a", 1), download("b", 1)));
        transfers.started(download("a", 1));

        assertThat(listener.last.getResource().getResourceName()).isEqualTo("acme/large (2 files)");
    }

    @Test
    void twentyFilesOfAModelAreShownSinglyAtMost() {
        List<Download> files = IntStream.range(0, 50)
                .mapToObj(i -> download("part-" + i, (2 + i) * MIB))
                .toList();
        transfers.planned(files);
        files.forEach(transfers::started);

        assertThat(listener.events("INITIATED")).hasSize(21).anyMatch(line -> line.endsWith("(30 smaller files)"));
        assertThat(listener.events("INITIATED"))
                .anyMatch(line -> line.endsWith("/part-49"))
                .anyMatch(line -> line.endsWith("/part-30"))
                .noneMatch(line -> line.endsWith("/part-29"));
    }

    @Test
    void aSmallFileAloneIsCalledByItsName() {
        transfers.planned(List.of(download("model.bin", MIB), download("config.json", MIB - 1)));
        transfers.started(download("config.json", MIB - 1));

        assertThat(listener.events("INITIATED")).singleElement().asString().endsWith(FILE + "config.json");
    }

    @Test
    void theNameOfAFileIsPrintable() {
        transfers.planned(List.of(download("a\n##[error]\u202e", MIB)));
        Transfer transfer = transfers.started(download("a\n##[error]\u202e", MIB));
        transfer.ended(new IOException("b\u0085"));

        assertThat(listener.events("INITIATED")).singleElement().asString().endsWith("/a\\n#\\u0023[error]\\u202e");
        assertThat(listener.last.getException()).hasMessage("b\\u0085");
    }

    @Test
    void modelsAreNotShownTogether() {
        var other = new Download(new RepoId(RepoType.DATASET, "acme/other"), COMMIT, "c", 1);
        transfers.planned(List.of(download("a", 1), download("b", 1), other));
        transfers.started(other);
        transfers.started(download("a", 1));

        assertThat(listener.events("INITIATED"))
                .containsExactly(
                        "INITIATED 0 of 1 https://hub.example.org/datasets/acme/other/resolve/" + COMMIT + "/c",
                        "INITIATED 0 of 2 https://hub.example.org/acme/large (2 files)");
    }

    @Test
    void namesCannotDisturbTheTerminal() {
        plannedAndStarted(download("a\u001b[2J\nb", 5));

        assertThat(listener.last.getResource().getResourceName()).endsWith("/a\\u001b[2J\\nb");
    }

    @Test
    void progressIsToldTenTimesASecondAtMost() throws Exception {
        Transfer transfer = plannedAndStarted(download("model.bin", 10 * MIB));
        for (int i = 0; i < 1_000; i++) {
            transfer.received(1_000);
            millis++;
        }

        assertThat(listener.events("PROGRESSED"))
                .hasSize(10)
                .endsWith("PROGRESSED 901000 of 10485760 " + FILE + "model.bin");
    }

    @Test
    void whatIsFetchedAgainStandsStillUntilItIsAsFarAsBefore() throws Exception {
        Transfer transfer = plannedAndStarted(download("model.bin", 10 * MIB));
        for (long change : new long[] {5_000, -5_000, 2_000, 2_000, 2_000}) {
            millis += 100;
            if (change < 0) {
                transfer.lost(-change);
            } else {
                transfer.received(change);
            }
        }

        assertThat(listener.events("PROGRESSED"))
                .extracting(line -> line.split(" ")[1])
                .containsExactly("5000", "5000", "5000", "6000");
    }

    @Test
    void whatWasThereBeforeCountsAsTransferred() throws Exception {
        Transfer transfer = plannedAndStarted(download("model.bin", 10 * MIB));
        transfer.resumed(4 * MIB);
        transfer.received(6 * MIB);
        transfer.ended(null);

        assertThat(listener.last.getTransferredBytes()).isEqualTo(10 * MIB);
        assertThat(listener.last.getResource().getResumeOffset()).isEqualTo(4 * MIB);
    }

    @Test
    void fiveTransfersMoveAtOnceAndMakeRoomForOthersWhenTheyEnd() throws Exception {
        List<Download> files = IntStream.range(0, 8)
                .mapToObj(i -> download("part-" + i, 2 * MIB))
                .toList();
        transfers.planned(files);
        List<Transfer> started = files.stream().map(transfers::started).toList();
        for (Transfer transfer : started) {
            transfer.received(10);
        }
        assertThat(listener.events("PROGRESSED")).hasSize(5).noneMatch(line -> line.endsWith("part-7"));

        started.get(0).ended(null);
        started.get(7).received(10);

        assertThat(listener.events("PROGRESSED")).hasSize(6).anyMatch(line -> line.endsWith("part-7"));
    }

    @Test
    void aFailureIsTold_ofSeveralFilesAtTheEnd() throws Exception {
        transfers.planned(List.of(download("a", 1), download("b", 1)));
        Transfer first = transfers.started(download("a", 1));
        first.ended(new IOException("broken"));
        assertThat(listener.events("FAILED")).isEmpty();
        transfers.started(download("b", 1)).ended(null);

        assertThat(listener.events("FAILED")).hasSize(1);
        assertThat(listener.last.getException()).hasMessage("broken");
        assertThat(listener.events("SUCCEEDED")).isEmpty();
    }

    @Test
    void whatOthersDownloadedEndsWithTheRest() {
        transfers.planned(List.of(download("a", 1), download("b", 1), download("model.bin", MIB)));
        transfers.started(download("a", 1)).ended(null);
        assertThat(listener.events("SUCCEEDED")).isEmpty();

        transfers.finished();
        transfers.finished();

        assertThat(listener.events("SUCCEEDED")).singleElement().asString().endsWith("(2 smaller files)");
    }

    @Test
    void whatIsSkippedKeepsNothingOpen() throws Exception {
        transfers.planned(List.of(download("a", 1), download("b", 1), download("model.bin", MIB)));
        transfers.skipped(download("b", 1));
        transfers.skipped(download("model.bin", MIB));
        transfers.skipped(download("no such file", 1));
        Transfer transfer = transfers.started(download("a", 1));
        transfer.received(1);
        transfer.ended(null);

        assertThat(listener.events("SUCCEEDED")).singleElement().asString().endsWith("(2 smaller files)");
        assertThat(listener.events("INITIATED")).hasSize(1);
    }

    @Test
    void whatWasNotPlannedIsShownToo() {
        transfers.planned(List.of(download("a", 1)));
        transfers.started(download("b", 1));

        assertThat(listener.events("INITIATED")).singleElement().asString().endsWith("/b");
    }

    @Test
    void nothingIsToldAfterTheEnd() throws Exception {
        Transfer transfer = plannedAndStarted(download("model.bin", MIB));
        transfer.ended(null);
        transfer.received(10);

        assertThat(listener.events("PROGRESSED")).isEmpty();
    }

    @Test
    void aListenerCanEndTheDownload() throws Exception {
        Transfer transfer = plannedAndStarted(download("model.bin", MIB));
        listener.isImpatient = true;

        assertThatThrownBy(() -> transfer.received(10)).isInstanceOf(DownloadCancelledException.class);
    }

    @Test
    void aListenerThatFails_doesNotMakeTheDownloadFail() throws Exception {
        listener.isBroken = true;
        Transfer transfer = plannedAndStarted(download("model.bin", MIB));
        transfer.received(10);
        transfer.ended(null);

        assertThat(listener.events).hasSize(4);
    }

    @Test
    void theDisplayOfABuild_tellsItsListener_besidesTheHeartbeat() {
        DefaultRepositorySystemSession repositories = session();
        repositories.setTransferListener(listener);
        MavenSession build = mock(MavenSession.class);
        when(build.getRepositorySession()).thenReturn(repositories);

        DownloadDisplay display = shown(build);

        assertThat(display).isInstanceOf(Heartbeat.class);
        assertThat(listener.events).hasSize(3);
    }

    @Test
    void withoutAListener_theHeartbeatIsAlone() {
        assertThat(shown(mock(MavenSession.class))).isInstanceOf(Heartbeat.class);
        assertThat(listener.events).isEmpty();
    }

    private static DownloadDisplay shown(MavenSession build) {
        DownloadDisplay display =
                new LazyDisplay(build, source -> URI.create("https://hub.example.org"), Path.of("module")).get();
        display.planned(List.of(download("model.bin", MIB)));
        display.started(download("model.bin", MIB)).ended(null);
        display.finished();
        return display;
    }

    private Transfer plannedAndStarted(Download download) {
        transfers.planned(List.of(download));
        return transfers.started(download);
    }

    private static Download download(String path, long size) {
        return new Download(new RepoId(RepoType.MODEL, "acme/large"), COMMIT, path, size);
    }

    @SuppressWarnings("deprecation")
    private static DefaultRepositorySystemSession session() {
        return new DefaultRepositorySystemSession();
    }

    private static final class Listener implements TransferListener {

        private final List<String> events = new ArrayList<>();
        private TransferEvent last;
        private boolean isImpatient;
        private boolean isBroken;

        private List<String> events(String type) {
            return events.stream().filter(line -> line.startsWith(type)).toList();
        }

        private void told(TransferEvent event) {
            last = event;
            events.add(event.getType() + " " + event.getTransferredBytes() + " of "
                    + event.getResource().getContentLength() + " "
                    + event.getResource().getRepositoryUrl()
                    + event.getResource().getResourceName());
            if (isBroken) {
                throw new IllegalStateException("of the test");
            }
        }

        @Override
        public void transferInitiated(TransferEvent event) {
            told(event);
        }

        @Override
        public void transferStarted(TransferEvent event) {
            told(event);
        }

        @Override
        public void transferProgressed(TransferEvent event) throws TransferCancelledException {
            told(event);
            if (isImpatient) {
                throw new TransferCancelledException("of the test");
            }
        }

        @Override
        public void transferCorrupted(TransferEvent event) {
            told(event);
        }

        @Override
        public void transferSucceeded(TransferEvent event) {
            told(event);
        }

        @Override
        public void transferFailed(TransferEvent event) {
            told(event);
        }
    }
}
