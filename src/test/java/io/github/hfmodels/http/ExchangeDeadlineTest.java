package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which bodies are too slow. */
class ExchangeDeadlineTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double OF_ONE = 1_000;
    private static final double OF_SIXTEEN = 1_000 / 16.0;

    private final AtomicInteger aborts = new AtomicInteger();
    private final Set<ExchangeDeadline> running = new HashSet<>();
    private final ExchangeDeadline deadline = new ExchangeDeadline(aborts::incrementAndGet, running);

    @Test
    void aLineThatSixteenBodiesShare_maySendEachASixteenth() throws IOException {
        receive(4_000);

        checkAfter(Duration.ofSeconds(61), OF_SIXTEEN);

        assertThat(aborts).hasValue(0);
    }

    @Test
    void aBodyThatHasTheLineForItself_mayNotBeThatSlow() throws IOException {
        receive(4_000);

        checkAfter(Duration.ofSeconds(61), OF_ONE);

        assertThat(aborts).hasValue(1);
        assertThatThrownBy(deadline::failIfExceeded)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("it arrives too slowly, with less than 1 kB a second");
    }

    @Test
    void aPauseShorterThanTheWindow_isAllowed() throws IOException {
        receive(0);

        checkAfter(Duration.ofSeconds(59), OF_ONE);

        assertThat(aborts).hasValue(0);
    }

    @Test
    void theTimeInWhichNobodyWaits_doesNotCount() throws IOException {
        receive(10);
        deadline.arrived(10);

        checkAfter(Duration.ofHours(1), OF_ONE);

        assertThat(aborts).hasValue(0);
    }

    @Test
    void aContent_mayTakeAnyTime() throws IOException {
        deadline.begin(Duration.ofSeconds(1));
        deadline.receive(MINUTE);

        checkAfter(Duration.ofDays(1), OF_ONE);

        assertThat(aborts).hasValue(0);
    }

    @Test
    void failuresOfAClosedConnection_areExplained() throws IOException {
        var closed = new SocketException("Socket closed");
        assertThat(deadline.explain(closed)).isSameAs(closed);
        deadline.begin(Duration.ofMillis(1_500));

        checkAfter(Duration.ofSeconds(2), OF_ONE);

        assertThat(deadline.explain(closed))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no complete response within 2 s")
                .hasCause(closed);
    }

    @Test
    void anExchangeThatHasEnded_isNotCheckedAnyMore() {
        deadline.begin(MINUTE);
        assertThat(running).containsExactly(deadline);

        deadline.end();

        assertThat(running).isEmpty();
    }

    /** The body is being waited for, after some of it has arrived. */
    private void receive(int bytes) throws IOException {
        deadline.receive(MINUTE);
        deadline.waits();
        deadline.arrived(bytes);
        deadline.waits();
    }

    private void checkAfter(Duration time, double leastPerSecond) {
        deadline.check(System.nanoTime() + time.toNanos(), leastPerSecond);
    }
}
