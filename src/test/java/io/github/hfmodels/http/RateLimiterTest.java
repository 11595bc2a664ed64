package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.Advice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration JITTER = Duration.ofMillis(1_002);

    private final FakeTime time = new FakeTime();
    private final HttpSettings.Shared shared = HttpSettings.Shared.own(1);
    private final RateLimiter limiter = limiter("hub.test", PATIENCE);

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
                "429 | Retry-After | Sunday, 22-Nov-26 10:01:00 GMT     | 61",
                "429 | RateLimit   | \"fixed window\";t=172;r=0         | 172",
                "429 | RateLimit   | \"a,b\";q=3;r=0;w=300;t=172        | 172",
                "429 | RateLimit   | api;r=0;pk=:cHJpdmF0ZQ==:;t=172    | 172",
                "429 | RateLimit   | 'limit=100, remaining=0, reset=5' | 5",
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
                "\"api\";r=5;t=9",
                "limit=100, remaining=7, reset=5",
                "\"api\";r=0",
                "\"api\";tr=0;rt=5"
            })
    void headersThatSayNothing_areLeftToTheBackOff(String value) throws IOException {
        limiter.observe(response(429, "RateLimit", value, "Retry-After", value));

        limiter.admit();

        assertThat(time.pauses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RateLimit-, 172", "X-RateLimit-, 172", "X-Rate-Limit-, 172", "X-RateLimit-, 1795345372"})
    void waits_asOlderFormsOfTheHeaderSay(String form, String reset) throws IOException {
        limiter.observe(
                response(429, form + "Remaining", "0", form + "Reset", reset, "Date", "Sun, 22 Nov 2026 11:00:00 GMT"));

        limiter.admit();

        // 1795345372 is 11:02:52 of that day.
        assertThat(time.passed())
                .isBetween(Duration.ofSeconds(172), Duration.ofSeconds(172).plus(JITTER));
    }

    @Test
    void aServersClock_mayBeWrong() throws IOException {
        limiter.observe(
                response(429, "Date", "Sun, 22 Nov 2026 11:00:00 GMT", "Retry-After", "Sun, 22 Nov 2026 11:00:30 GMT"));

        limiter.admit();

        assertThat(time.passed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
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
                Origin.of(URI.create("https://hub.test")),
                PATIENCE,
                time,
                duration -> {
                    time.sleep(duration);
                    impatient[0].observe(response(429, "Retry-After", "3600"));
                },
                shared);
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
        RateLimiter other = limiter("hub.test", PATIENCE);

        limiter.observe(new ResponseHead(429, Map.of("Retry-After", "20")));
        other.admit();

        assertThat(time.passed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }

    @Test
    void allWaitingTogether_isLimited() throws IOException {
        for (int i = 0; i < 2; i++) {
            limiter.observe(response(429, "Retry-After", "250"));
            limiter.admit();
        }
        limiter.observe(response(429, "Retry-After", "250"));

        assertThatThrownBy(limiter::admit)
                .hasMessageMatching(
                        "hub.test limits the rate of requests and wants a pause of 25\\d s, after 50\\d s of"
                                + " waiting, together more than the 600 s that are allowed");
    }

    @Test
    void waitingForSeveralServers_countsTogether() throws IOException {
        RateLimiter other = limiter("cdn.test", PATIENCE);
        limiter.observe(response(429, "Retry-After", "400"));
        limiter.admit();
        other.observe(response(429, "Retry-After", "400"));

        assertThatThrownBy(other::admit).hasMessageContaining("after 40");
    }

    @Test
    void waitingOfSeveralAtOnce_countsOnce() throws IOException {
        var still = new RateLimiter(Origin.of(URI.create("https://hub.test")), PATIENCE, time, time, shared);
        limiter.observe(response(429, "Retry-After", "500"));
        for (int i = 0; i < 16; i++) {
            assertThat(shared.mayWait(time.instant(), Duration.ofSeconds(500), PATIENCE))
                    .isTrue();
        }

        still.admit();

        assertThat(shared.waited()).isBetween(Duration.ofSeconds(500), Duration.ofSeconds(502));
    }

    @Test
    void aPauseOfExactlyTheLimit_isAllowed() throws IOException {
        limiter.observe(response(429, "Retry-After", "600"));

        limiter.admit();

        assertThat(time.passed()).isGreaterThanOrEqualTo(PATIENCE);
    }

    @Test
    void aPauseThatAnotherThreadWaitsMeanwhile_isNotCountedTwice() throws IOException {
        // The other thread waits, and the time passes, just when this one has seen that there is a pause.
        var readings = new AtomicInteger();
        InstantSource clock = () -> {
            if (readings.incrementAndGet() == 2) {
                admitQuietly(limiter);
            }
            return time.instant();
        };
        var overtaken =
                new RateLimiter(Origin.of(URI.create("https://hub.test")), Duration.ofSeconds(20), clock, time, shared);
        limiter.observe(response(429, "Retry-After", "12"));

        overtaken.admit();

        assertThat(shared.waited()).isLessThan(Duration.ofSeconds(14));
    }

    private static void admitQuietly(RateLimiter limiter) {
        try {
            limiter.admit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RateLimiter limiter(String host, Duration maxWait) {
        return new RateLimiter(Origin.of(URI.create("https://" + host)), maxWait, time, time, shared);
    }
}
