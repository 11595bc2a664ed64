package io.github.hfmodels.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what it is told.
 *
 * @param displays who is told
 */
record SeveralDisplays(List<DownloadDisplay> displays) implements DownloadDisplay {

    @Override
    public void planned(List<Download> downloads) {
        displays.forEach(display -> display.planned(downloads));
    }

    @Override
    public Transfer started(Download download) {
        return new SeveralTransfers(
                displays.stream().map(display -> display.started(download)).toList());
    }

    @Override
    public void skipped(Download download) {
        displays.forEach(display -> display.skipped(download));
    }

    @Override
    public void finished() {
        displays.forEach(DownloadDisplay::finished);
    }

    private record SeveralTransfers(List<Transfer> transfers) implements Transfer {

        @Override
        public void resumed(long bytes) {
            transfers.forEach(transfer -> transfer.resumed(bytes));
        }

        @Override
        public void received(long bytes) throws DownloadCancelledException {
            for (Transfer transfer : transfers) {
                transfer.received(bytes);
            }
        }

        @Override
        public void lost(long bytes) {
            transfers.forEach(transfer -> transfer.lost(bytes));
        }

        @Override
        public void ended(@Nullable Exception failure) {
            transfers.forEach(transfer -> transfer.ended(failure));
        }
    }
}
