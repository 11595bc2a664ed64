package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.LeftAlone;
import io.github.hfmodels.prune.PruneResult.Failure;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a run deletes, and notes what it does not. */
final class PruneTally {

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final List<LeftAlone> leftAlone = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private long bytes;

    /** A step that may fail without keeping others from being taken. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }

    /** Takes a step; false when it failed, or what it is about is gone. */
    boolean attempt(Path path, Step step) {
        try {
            step.take();
            return true;
        } catch (NoSuchFileException e) {
            // Somebody else has deleted it.
            return false;
        } catch (IOException e) {
            failures.add(new Failure(path, e));
            return false;
        }
    }

    /** Takes a step that deletes a file, and counts the file if it is deleted. */
    boolean attempt(Kind kind, CachedBlob file, Step step) {
        boolean isDeleted = attempt(file.path(), step);
        if (isDeleted) {
            add(kind);
            addBytes(PrunePlan.ownBytes(file));
        }
        return isDeleted;
    }

    void add(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void addBytes(long freed) {
        bytes = ByteCount.plus(bytes, freed);
    }

    void leaveAlone(String what, RepoId repo, Cause cause) {
        leaveAlone(what + " of " + repo, cause);
    }

    void leaveAlone(String what, Cause cause) {
        leftAlone.add(new LeftAlone(what, cause, ""));
    }

    PruneResult result() {
        return new PruneResult(Map.copyOf(counts), bytes, List.copyOf(leftAlone), List.copyOf(failures));
    }
}
