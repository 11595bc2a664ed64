package io.github.hfmodels.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that only pauses move. */
public final class FakeTime implements InstantSource, Sleeper {

    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    /** All pauses so far. */
    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** How much time has passed. */
    public Duration passed() {
        return Duration.between(START, instant());
    }
}
