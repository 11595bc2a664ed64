package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionRampTest {

    private final AtomicLong time = new AtomicLong();
    private final ConnectionRamp ramp = new ConnectionRamp(16, time::get);
    private final List<ConnectionRamp.Connection> connections = new ArrayList<>();

    @Test
    void oneConnectionIsFollowedByAnother() {
        receive(1, 100);

        assertThat(ramp.limit()).isEqualTo(2);
    }

    @Test
    void whileEachConnectionBringsMore_moreAreAdded_upToTheMost() {
        for (int count : new int[] {1, 2, 4, 8}) {
            receive(count, 100 * count);
        }
        assertThat(ramp.limit()).isEqualTo(16);

        receive(16, 1_600);

        assertThat(ramp.limit()).isEqualTo(16);
    }

    @Test
    void whereTheLineIsFull_noneIsAdded() {
        receive(1, 100);

        receive(2, 110);

        assertThat(ramp.limit()).isEqualTo(2);
    }

    @Test
    void whatWasAddedIsWaitedFor() {
        receive(1, 100);
        ramp.newConnection().begins();

        receive(1, 300);

        assertThat(ramp.limit()).isEqualTo(2);
    }

    @Test
    void whatIsKnownToHelp_isOneStepBehind() {
        receive(1, 100);
        receive(2, 200);

        assertThat(ramp.limit()).isEqualTo(4);
        assertThat(ramp.proven()).isEqualTo(2);
    }

    @Test
    void afterAFastBeginning_moreAreTriedAgain() {
        receive(1, 1_000);
        receive(2, 600);
        assertThat(ramp.limit()).isEqualTo(2);

        receive(2, 600, 2);
        assertThat(ramp.limit()).isEqualTo(4);

        receive(4, 1_200);
        receive(8, 2_400);
        assertThat(ramp.limit()).isEqualTo(16);
    }

    @Test
    void whereTheLineIsFull_moreAreTriedOnce() {
        receive(1, 1_000);
        receive(2, 1_100, 10);
        assertThat(ramp.limit()).isEqualTo(4);

        receive(4, 1_100, 100);

        assertThat(ramp.limit()).isEqualTo(4);
        assertThat(ramp.proven()).isEqualTo(1);
    }

    @Test
    void aPauseOfTheServer_isNoReasonForMore() {
        receive(1, 1_000);
        receive(2, 1_100, 10);
        receive(4, 1_100);

        receive(4, 20);
        receive(4, 1_100);

        assertThat(ramp.limit()).isEqualTo(4);
        assertThat(ramp.proven()).isEqualTo(1);
    }

    @Test
    void whenEachConnectionBecomesSlow_moreAreTriedAgain() {
        receive(1, 1_000);
        receive(2, 1_000, 10);

        receive(4, 100, 4);

        assertThat(ramp.limit()).isEqualTo(8);
    }

    @Test
    void theConnectionsOfSeveralContentsCountTogether() {
        receive(5, 500);

        assertThat(ramp.limit()).isEqualTo(10);
    }

    @Test
    void aConnectionThatIsClosed_doesNotCount() {
        receive(5, 500);
        connections.forEach(ConnectionRamp.Connection::close);
        connections.clear();

        receive(1, 2_000);

        assertThat(ramp.limit()).isEqualTo(10);
    }

    /** So many connections receive so many blocks a second. */
    private void receive(int count, int blocks, int seconds) {
        for (int second = 0; second < seconds; second++) {
            receive(count, blocks);
        }
    }

    /** So many connections receive blocks for a second. */
    private void receive(int count, int blocks) {
        while (connections.size() < count) {
            connections.add(ramp.newConnection());
            connections.get(connections.size() - 1).begins();
        }
        // The window begins with the first block after the last has joined.
        connections.forEach(ConnectionRamp.Connection::arrived);
        for (int i = 0; i < blocks; i++) {
            time.addAndGet(Duration.ofSeconds(1).toNanos() / blocks);
            connections.get(i % connections.size()).arrived();
        }
    }
}
