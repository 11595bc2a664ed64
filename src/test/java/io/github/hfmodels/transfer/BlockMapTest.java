package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.transfer.BlockMap.Segment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlockMapTest {

    private final AtomicLong time = new AtomicLong();
    private final BlockMap map = new BlockMap(16, () -> 1, time::get);

    @Test
    void aSegmentThatHasJustBegun_isLeftAlone() throws Exception {
        map.take(false);

        pass(900);

        assertThat(map.half()).isEmpty();
    }

    @Test
    void aSegmentWithoutAnyBlock_isHelpedAfterASecond() throws Exception {
        Segment segment = map.take(false).orElseThrow();

        pass(1_100);

        Segment half = map.half().orElseThrow();
        assertThat(segment.end()).isEqualTo(8);
        assertThat(half.next()).isEqualTo(8);
        assertThat(half.end()).isEqualTo(16);
    }

    @Test
    void aSegmentThatIsNearlyDone_isLeftAlone() throws Exception {
        Segment segment = map.take(false).orElseThrow();
        for (int i = 0; i < 13; i++) {
            map.arrived(segment);
        }

        pass(2_000);

        assertThat(map.half()).isEmpty();
    }

    @Test
    void whatIsReleased_isHandedOutAgain_withoutWhatOthersTook() throws Exception {
        Segment segment = map.take(false).orElseThrow();
        map.arrived(segment);
        pass(1_100);
        Segment half = map.half().orElseThrow();

        map.release(segment);

        Segment again = map.take(false).orElseThrow();
        assertThat(again.next()).isEqualTo(1);
        assertThat(again.end()).isEqualTo(half.next());
    }

    private void pass(int millis) {
        time.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
