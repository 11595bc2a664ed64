package io.github.hfmodels.prune;

/** Time for tests in which nobody else uses the cache. */
final class TestTime {

    static final PruneTime NO_WAIT = new PruneTime(() -> 0, pause -> {});

    private TestTime() {}
}
