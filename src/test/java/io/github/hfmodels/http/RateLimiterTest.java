package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Advice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration JITTER = Duration.ofMillis(1_002);

    private final FakeTime time = new FakeTime();
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.EPOCH);
    private final RateLimiter limiter = new RateLimiter("hub.test", PATIENCE, time, time, closedUntil);

    @Test
    void admits_atOnce_whenNothingWasRefused() throws IOException {
        limiter.admit();

        assertThat(time.pauses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | RateLimit   | \"resolvers\";r=0;t=172            | 172",
                "429 | RateLimit   | \"resolvers\" ; r = 0 ; t = 172    | 172",
                "429 | RateLimit   | \"api\";r=7;t=9, \"resolvers\";r=0;t=172 | 172",
                "429 | RateLimit   | \"api\";r=0;t=9, \"resolvers\";r=0;t=172 | 172",
                "503 | RateLimit   | \"api\";r=0;t=5                    | 5",
                "429 | Retry-After | 30                                 | 30",
                "503 | Retry-After | ' 30 '                             | 30",
                "429 | Retry-After | Sun, 22 Nov 2026 10:01:00 GMT      | 61",
            })
    void waits_asTheHeaderSays_andALittleLonger(int status, String name, String value, int seconds) throws IOException {
        limiter.observe(response(status, name, value));

        limiter.admit();

        assertThat(time.passed())
                .isBetween(
                        Duration.ofSeconds(seconds), Duration.ofSeconds(seconds).plus(JITTER));
    }

    @Test
    void rateLimit_countsMoreThan_retryAfter() throws IOException {
        limiter.observe(response(429, "RateLimit", "\"api\";r=0;t=40", "Retry-After", "5"));

        limiter.admit();

        assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "1.5",
                "99999999999999999999",
                "Sun, 22 Nov 2026",
                "\"api\";r=0;t=x",
                "\"api\";r=5;t=9"
            })
    void headersThatSayNothing_areLeftToTheBackOff(String value) throws IOException {
        limiter.observe(response(429, "RateLimit", value, "Retry-After", value));

        limiter.admit();

        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void aDateInThePast_isNoReasonToWait() throws IOException {
        limiter.observe(response(429, "Retry-After", "Sun, 22 Nov 2026 09:00:00 GMT"));

        limiter.admit();

        assertThat(time.passed()).isLessThanOrEqualTo(JITTER);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 302, 404, 500})
    void otherAnswers_sayNothingAboutWaiting(int status) throws IOException {
        limiter.observe(response(status, "RateLimit", "\"api\";r=0;t=172", "Retry-After", "30"));

        limiter.admit();

        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void aWaitLongerThanPatience_failsAtOnce() {
        limiter.observe(response(429, "RateLimit", "\"api\";r=0;t=3600"));

        assertThatThrownBy(limiter::admit)
                .isInstanceOfSatisfying(
                        TransferException.class,
                        e -> assertThat(e.advice()).isEqualTo(Advice.to(Advice.Action.ALLOW_LONGER_WAIT)))
                .hasMessageMatching("hub.test limits the rate of requests and wants a pause of 360\\d s, more than the"
                        + " 600 s that are allowed");
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void aWaitThatGrowsBeyondPatienceMeanwhile_fails() {
        var impatient = new RateLimiter[1];
        impatient[0] = new RateLimiter(
                "hub.test",
                PATIENCE,
                time,
                duration -> {
                    time.sleep(duration);
                    impatient[0].observe(response(429, "Retry-After", "3600"));
                },
                closedUntil);
        impatient[0].observe(response(429, "Retry-After", "10"));

        assertThatThrownBy(impatient[0]::admit).hasMessageContaining("that are allowed");
        assertThat(time.pauses()).hasSize(1);
    }

    @Test
    void oneRefusal_holdsEverybodyUntilTheSameTime() throws IOException {
        limiter.observe(response(429, "Retry-After", "30"));
        limiter.observe(response(429, "Retry-After", "2"));
        limiter.admit();
        Duration afterFirst = time.passed();

        limiter.admit();

        assertThat(afterFirst).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(time.passed()).isEqualTo(afterFirst);
    }

    private static ResponseHead response(int status, String... headers) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return new ResponseHead(status, map);
    }

    @Test
    void refusalOfOneModule_holdsTheOthersToo() throws IOException {
        var other = new RateLimiter("hub.test", PATIENCE, time, time, closedUntil);

        limiter.observe(new ResponseHead(429, Map.of("Retry-After", "20")));
        other.admit();

        assertThat(time.passed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }
}
