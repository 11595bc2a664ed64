package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.transfer.BlockMap.Segment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlockMapTest {

    private final AtomicLong time = new AtomicLong();
    private int useful = 1;
    private final BlockMap map = new BlockMap(16, () -> 1, () -> useful, time::get);

    @Test
    void aSegmentThatHasJustBegun_isLeftAlone() throws Exception {
        map.take(false, null);

        pass(900);

        assertThat(map.half(0)).isEmpty();
    }

    @Test
    void aSegmentWithoutAnyBlock_isHelpedAfterASecond() throws Exception {
        Segment segment = map.take(false, null).orElseThrow();

        pass(1_100);

        Segment half = map.half(0).orElseThrow();
        assertThat(segment.end()).isEqualTo(8);
        assertThat(half.next()).isEqualTo(8);
        assertThat(half.end()).isEqualTo(16);
    }

    @Test
    void aSegmentThatIsNearlyDone_isLeftAlone() throws Exception {
        Segment segment = map.take(false, null).orElseThrow();
        for (int i = 0; i < 13; i++) {
            map.arrived(segment);
        }

        pass(2_000);

        assertThat(map.half(0)).isEmpty();
    }

    @Test
    void aSegmentOfAConnectionThatIsNoSlower_isLeftAlone() throws Exception {
        Segment segment = map.take(false, null).orElseThrow();
        map.arrived(segment);

        pass(1_100);

        assertThat(map.half(Duration.ofMillis(500).toNanos())).isEmpty();
        assertThat(map.half(Duration.ofMillis(300).toNanos())).isPresent();
    }

    @Test
    void whereAnotherConnectionIsKnownToHelp_aSegmentIsHalvedThatIsNoSlower() throws Exception {
        Segment segment = map.take(false, null).orElseThrow();
        map.arrived(segment);
        useful = 2;

        pass(1_100);

        assertThat(map.half(Duration.ofMillis(500).toNanos())).isPresent();
    }

    @Test
    void whatIsReleased_isHandedOutAgain_withoutWhatOthersTook() throws Exception {
        Segment segment = map.take(false, null).orElseThrow();
        map.arrived(segment);
        pass(1_100);
        Segment half = map.half(0).orElseThrow();

        map.release(segment);

        Segment again = map.take(false, null).orElseThrow();
        assertThat(again.next()).isEqualTo(1);
        assertThat(again.end()).isEqualTo(half.next());
    }

    private void pass(int millis) {
        time.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
