package io.github.hfmodels.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownloadDisplayTest {

    private static final Download DOWNLOAD =
            new Download(new RepoId(RepoType.MODEL, "org/name"), new CommitHash("a".repeat(40)), "file", 3);

    private final List<String> told = new ArrayList<>();

    @Test
    void several_areAllToldEverything() throws Exception {
        DownloadDisplay both = DownloadDisplay.of(List.of(new Telling("a"), new Telling("b")));

        both.planned(List.of(DOWNLOAD));
        DownloadDisplay.Transfer transfer = both.started(DOWNLOAD);
        transfer.resumed(1);
        transfer.received(2);
        transfer.lost(3);
        transfer.ended(null);
        both.skipped(DOWNLOAD);
        both.finished();

        assertThat(told)
                .containsExactly(
                        "a planned 1",
                        "b planned 1",
                        "a started",
                        "b started",
                        "a resumed 1",
                        "b resumed 1",
                        "a received 2",
                        "b received 2",
                        "a lost 3",
                        "b lost 3",
                        "a ended",
                        "b ended",
                        "a spared",
                        "b spared",
                        "a finished",
                        "b finished");
    }

    @Test
    void one_isItself() {
        var one = new Telling("a");

        assertThat(DownloadDisplay.of(List.of(one))).isSameAs(one);
    }

    private final class Telling implements DownloadDisplay {

        private final String name;

        private Telling(String name) {
            this.name = name;
        }

        @Override
        public void planned(List<Download> downloads) {
            told.add(name + " planned " + downloads.size());
        }

        @Override
        public Transfer started(Download download) {
            told.add(name + " started");
            return new Transfer() {
                @Override
                public void resumed(long bytes) {
                    told.add(name + " resumed " + bytes);
                }

                @Override
                public void received(long bytes) {
                    told.add(name + " received " + bytes);
                }

                @Override
                public void lost(long bytes) {
                    told.add(name + " lost " + bytes);
                }

                @Override
                public void ended(@Nullable Exception failure) {
                    told.add(name + " ended");
                }
            };
        }

        @Override
        public void skipped(Download download) {
            told.add(name + " spared");
        }

        @Override
        public void finished() {
            told.add(name + " finished");
        }
    }
}
