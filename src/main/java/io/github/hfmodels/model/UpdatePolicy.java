package io.github.hfmodels.model;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.function.Supplier;

/**
 * When a revision that can move is looked up again. The words are those of a repository's update policy in a POM, with the same
 * meaning, but an unknown word is an error and not a warning.
 */
public final class UpdatePolicy {

    /** Looks up every time. */
    public static final UpdatePolicy ALWAYS = new UpdatePolicy(Rule.ALWAYS, 0);

    /** Looks up only what is not known. */
    public static final UpdatePolicy NEVER = new UpdatePolicy(Rule.NEVER, 0);

    private static final UpdatePolicy DAILY = new UpdatePolicy(Rule.DAILY, 0);
    private static final String INTERVAL = "interval:";

    private enum Rule {
        ALWAYS,
        DAILY,
        INTERVAL,
        NEVER
    }

    private final Rule rule;
    private final int minutes;

    private UpdatePolicy(Rule rule, int minutes) {
        this.rule = rule;
        this.minutes = minutes;
    }

    /** @throws InvalidValueException when the text is none of {@code always, daily, interval:MINUTES, never} */
    public static UpdatePolicy of(String text) {
        return switch (text) {
            case "always" -> ALWAYS;
            case "daily" -> DAILY;
            case "never" -> NEVER;
            default -> ofInterval(text);
        };
    }

    private static UpdatePolicy ofInterval(String text) {
        if (text.startsWith(INTERVAL)) {
            try {
                int minutes = Integer.parseInt(text.substring(INTERVAL.length()));
                if (minutes >= 0) {
                    return new UpdatePolicy(Rule.INTERVAL, minutes);
                }
            } catch (NumberFormatException e) {
                // The same message as for other words.
            }
        }
        throw new InvalidValueException(
                "'" + Printable.of(text) + "'; expected always, daily, interval:MINUTES or never");
    }

    /**
     * Whether to look a revision up again. A time in the future, from a clock that was wrong, counts as recent, as in Maven's
     * resolver.
     *
     * @param last when it was last looked up
     * @param clock the present time, in the zone whose midnight starts a day
     */
    public boolean isDue(Instant last, Supplier<ZonedDateTime> clock) {
        return switch (rule) {
            case ALWAYS -> true;
            case NEVER -> false;
            case DAILY -> {
                ZonedDateTime now = clock.get();
                yield last.isBefore(
                        now.toLocalDate().atStartOfDay(now.getZone()).toInstant());
            }
            case INTERVAL -> last.isBefore(clock.get().toInstant().minusSeconds(60L * minutes));
        };
    }
}
