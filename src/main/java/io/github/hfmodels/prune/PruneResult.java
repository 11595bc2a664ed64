package io.github.hfmodels.prune;

import io.github.hfmodels.prune.PrunePlan.LeftAlone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was deleted.
 *
 * @param counts how many of each kind; kinds of which there were none are not in it
 * @param bytes what that has freed
 * @param leftAlone what was planned to go, and has not gone for a reason
 * @param failures what could not be deleted
 */
public record PruneResult(Map<Kind, Integer> counts, long bytes, List<LeftAlone> leftAlone, List<Failure> failures) {

    /** A kind of things that are deleted. */
    public enum Kind {
        REVISION,
        REF,
        BLOB,
        PART,
        ABSENCE,
        LISTING,
        SHARED,
        REPOSITORY
    }

    /**
     * Something that could not be deleted.
     *
     * @param path where; not safe to log as it is
     */
    public record Failure(Path path, IOException cause) {}
}
