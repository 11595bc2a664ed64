package io.github.hfmodels.console;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.UserTimeZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When something was used last: when it was read, as far as the file system notes that, or written, whichever is later.
 *
 * @param access null for what has no files
 * @param modification null for what has no files
 */
record LastUse(@Nullable Instant access, @Nullable Instant modification) {

    static LastUse of(CachedRevision revision) {
        return new LastUse(revision.lastAccess(), revision.lastModified());
    }

    /** That of its files, or where it has none, of its revisions. */
    static LastUse of(Repository repository) {
        Set<CachedBlob> blobs = repository.linkedBlobs();
        List<CachedRevision> revisions = repository.revisions();
        return blobs.isEmpty()
                ? new LastUse(
                        latest(revisions, CachedRevision::lastAccess), latest(revisions, CachedRevision::lastModified))
                : new LastUse(latest(blobs, CachedBlob::lastAccess), latest(blobs, CachedBlob::lastModified));
    }

    private static <T> @Nullable Instant latest(Collection<T> things, Function<T, Instant> time) {
        return things.stream().map(time).max(Comparator.naturalOrder()).orElse(null);
    }

    /** When; null for never. */
    @Nullable
    Instant time() {
        return isAccess() ? access : modification;
    }

    private boolean isAccess() {
        return access != null && (modification == null || access.isAfter(modification));
    }

    /** Which of both it is, in the words of JSON; null for none. */
    @Nullable
    String kind() {
        return isAccess() ? "access" : modification == null ? null : "modification";
    }

    /** The day and which of both it is, for people. */
    @Override
    @UserTimeZone
    public String toString() {
        Instant time = time();
        return time == null
                ? "-"
                : LocalDate.ofInstant(time, ZoneId.systemDefault()) + (isAccess() ? " accessed" : " modified");
    }
}
