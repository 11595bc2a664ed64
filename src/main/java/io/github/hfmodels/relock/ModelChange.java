package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model of a lock before and after a change.
 *
 * @param before null for a model that is new in the lock
 * @param after null for a model that was dropped
 */
public record ModelChange(
        @Nullable LockedModel before, @Nullable LockedModel after) {

    /**
     * A file whose content has changed.
     *
     * @param before as it was
     * @param after as it is
     */
    public record FileChange(RepoFile before, RepoFile after) {}

    /** The model, as a user would write it. */
    public String model() {
        return String.valueOf(after == null ? before : after);
    }

    /** The files that are new. */
    public List<RepoFile> added() {
        Map<String, RepoFile> old = byPath(before);
        return files(after).stream()
                .filter(file -> !old.containsKey(file.path()))
                .toList();
    }

    /** The files that were removed. */
    public List<RepoFile> removed() {
        Map<String, RepoFile> now = byPath(after);
        return files(before).stream()
                .filter(file -> !now.containsKey(file.path()))
                .toList();
    }

    /** The files whose content has changed. */
    public List<FileChange> changed() {
        Map<String, RepoFile> now = byPath(after);
        return files(before).stream()
                .filter(file -> now.containsKey(file.path()))
                .map(file -> new FileChange(file, Objects.requireNonNull(now.get(file.path()))))
                .filter(change ->
                        !change.before().digest().equals(change.after().digest()))
                .toList();
    }

    /**
     * What the security scan says now of the files of which it says something else than before, in the order of their paths. New files,
     * and those that were not scanned, are among them unless they are safe.
     */
    public Map<String, ScanVerdict> rescanned() {
        Map<String, ScanVerdict> old = before == null ? Map.of() : before.scans();
        var rescanned = new LinkedHashMap<String, ScanVerdict>();
        for (RepoFile file : files(after)) {
            ScanVerdict now = after == null ? null : after.scans().get(file.path());
            ScanVerdict then = old.getOrDefault(file.path(), ScanVerdict.UNSCANNED);
            boolean isCleared = now == ScanVerdict.SAFE && then == ScanVerdict.UNSCANNED;
            if (now != null && now != old.get(file.path()) && !isCleared) {
                rescanned.put(file.path(), now);
            }
        }
        return rescanned;
    }

    private static List<RepoFile> files(@Nullable LockedModel model) {
        return model == null ? List.of() : model.files();
    }

    private static Map<String, RepoFile> byPath(@Nullable LockedModel model) {
        return files(model).stream().collect(Collectors.toMap(RepoFile::path, Function.identity()));
    }
}
