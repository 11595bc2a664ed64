package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePolicyTest {

    private static final String NOW = "2026-03-10T09:30:00+01:00[Europe/Berlin]";

    @ParameterizedTest
    @CsvSource({
        "always, 2026-03-10T09:30:00+01:00, true",
        "always, 2030-01-01T00:00:00+01:00, true",
        "never, 1970-01-01T00:00:00+01:00, false",
        "daily, 2026-03-09T23:59:59.999+01:00, true",
        "daily, 2026-03-10T00:00:00+01:00, false",
        "daily, 2026-03-10T09:29:00+01:00, false",
        // Yesterday there, today here.
        "daily, 2026-03-09T23:30:00Z, false",
        "daily, 2026-03-09T22:30:00Z, true",
        // A clock that was wrong.
        "daily, 2030-01-01T00:00:00+01:00, false",
        "interval:30, 2026-03-10T08:59:59+01:00, true",
        "interval:30, 2026-03-10T09:00:00+01:00, false",
        "interval:30, 2030-01-01T00:00:00+01:00, false",
        "interval:0, 2026-03-10T09:29:59+01:00, true",
        "interval:0, 2026-03-10T09:30:00+01:00, false",
        "interval:2147483647, 2026-03-10T09:00:00+01:00, false",
    })
    void isDue_asInMavensResolver(String policy, String last, boolean isDue) {
        assertThat(UpdatePolicy.of(policy).isDue(ZonedDateTime.parse(last).toInstant(), () -> ZonedDateTime.parse(NOW)))
                .isEqualTo(isDue);
    }

    @ParameterizedTest
    @CsvSource({
        // The day has 23 hours and begins with the first of them; then 25.
        "2026-03-29T12:00:00+02:00[Europe/Berlin], 2026-03-28T22:59:00Z, true",
        "2026-03-29T12:00:00+02:00[Europe/Berlin], 2026-03-28T23:00:00Z, false",
        "2026-10-25T12:00:00+01:00[Europe/Berlin], 2026-10-24T21:59:00Z, true",
        "2026-10-25T12:00:00+01:00[Europe/Berlin], 2026-10-24T22:00:00Z, false",
    })
    void daily_beginsAtMidnightWhereTheBuildIs(String now, String last, boolean isDue) {
        assertThat(UpdatePolicy.of("daily").isDue(Instant.parse(last), () -> ZonedDateTime.parse(now)))
                .isEqualTo(isDue);
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "never"})
    void alwaysAndNever_needNoClock(String policy) {
        Supplier<ZonedDateTime> none = () -> {
            throw new AssertionError("nobody need know the time");
        };

        assertThat(UpdatePolicy.of(policy).isDue(Instant.EPOCH, none)).isEqualTo(policy.equals("always"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Daily",
                "weekly",
                "interval",
                "interval:",
                "interval:-1",
                "interval:1h",
                "interval: 5",
                "interval:99999999999",
                "always ",
            })
    void anotherWord_isRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> UpdatePolicy.of(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("'" + text + "'; expected always, daily, interval:MINUTES or never");
    }
}
