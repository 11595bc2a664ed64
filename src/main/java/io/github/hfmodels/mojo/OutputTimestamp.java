package io.github.hfmodels.mojo;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads {@code project.build.outputTimestamp}, the time that makes builds reproducible, as Maven's own plugins do. */
final class OutputTimestamp {

    private OutputTimestamp() {}

    /**
     * The time of a text.
     *
     * @param property the text; null where the property is not set
     * @return null where it says that there is none
     * @throws UserException when it is no time
     */
    static @Nullable Instant of(@Nullable String property) {
        String text = property == null ? "" : property.strip();
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber && text.length() < 2) {
            return null;
        }
        try {
            Instant time = isNumber
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year < 0 || year > 9999) {
                // As milliseconds give. RFC 3339 has no such years.
                throw new DateTimeException("not a year of four digits");
            }
            return time;
        } catch (DateTimeException | NumberFormatException e) {
            throw new UserException("project.build.outputTimestamp is '" + Printable.of(text)
                    + "'; expected a time such as 2026-01-31T12:00:00Z, or seconds since 1970");
        }
    }
}
