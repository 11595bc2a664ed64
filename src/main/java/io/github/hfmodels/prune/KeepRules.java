package io.github.hfmodels.prune;

import io.github.hfmodels.model.RepoId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must stay in the cache, beside the revisions that refs name, and how large the cache may be. The ids of repositories count in any
 * case, since some file systems take them for one.
 *
 * @param revisions the revisions of repositories that are needed: refs by their names, and commits
 * @param contents the names of blobs that are needed
 * @param keepDays revisions used within so many days stay; null for none
 * @param maxSize to how many bytes the cache is made smaller, if it can be; null for no limit
 */
public record KeepRules(
        Map<RepoId, Set<String>> revisions,
        Map<RepoId, Set<String>> contents,
        @Nullable Integer keepDays,
        @Nullable Long maxSize) {

    public KeepRules {
        revisions = inOneCase(revisions);
        contents = inOneCase(contents);
    }

    private static Map<RepoId, Set<String>> inOneCase(Map<RepoId, Set<String>> names) {
        var all = new HashMap<RepoId, Set<String>>();
        names.forEach((repo, some) ->
                all.computeIfAbsent(key(repo), any -> new HashSet<>()).addAll(some));
        return all;
    }

    private static RepoId key(RepoId repo) {
        return repo.inSameSource(repo.type(), repo.id().toLowerCase(Locale.ROOT));
    }

    /** The needed revisions of a repository. */
    Set<String> revisionsOf(RepoId repo) {
        return revisions.getOrDefault(key(repo), Set.of());
    }

    /** The needed blobs of a repository. */
    Set<String> contentsOf(RepoId repo) {
        return contents.getOrDefault(key(repo), Set.of());
    }

    /** Whether what was last used then stays for that alone. */
    boolean isRecent(Instant lastUse, Instant now) {
        return keepDays != null && !lastUse.isBefore(now.minus(Duration.ofDays(keepDays)));
    }
}
