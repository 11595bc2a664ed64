package io.github.hfmodels.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessiveAttemptsTest {

    private final List<String> events = new ArrayList<>();

    @Test
    void aRequest_isPassedOn() {
        var observer = new TransferObserver() {
            @Override
            public void requested() {
                events.add("observed");
            }
        };

        new SuccessiveAttempts(observer, () -> events.add("run")).next().requested();

        assertThat(events).containsExactly("run", "observed");
    }

    @Test
    void theNextAttempt_losesWhatTheLastHad() throws DownloadCancelledException {
        var attempts = new SuccessiveAttempts(new TransferObserver() {
            @Override
            public void lost(long bytes) {
                events.add("lost " + bytes);
            }
        });
        TransferObserver first = attempts.next();
        first.resumed(5);
        first.received(3);
        first.lost(1);

        attempts.next();

        assertThat(events).containsExactly("lost 1", "lost 7");
    }
}
