package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.download.ContentSources;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.download.TemporaryFileAccess;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.FakeSource;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A source in memory and a cache in a real folder, which has nothing yet; with the objects that work on both. */
public final class PlanFixture {

    public static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    public static final CommitHash FIRST = new CommitHash("1".repeat(40));
    public static final CommitHash SECOND = new CommitHash("2".repeat(40));

    public final FakeSource source = new FakeSource();
    public final SourceRegistry sources = source.registry();
    public final SharedWork shared = new SharedWork(new ConcurrentHashMap<>(), "the test");
    public final SnapshotCache cache;
    public final RepoFile config = source.file("config.json", "{}");
    public final RepoFile weights = source.lfs("model.bin", "weights");
    /** What the source has at {@code main}. */
    public final Listing listing = new Listing(FIRST, List.of(config, weights));

    public PlanFixture(Path folder) {
        this(new SnapshotCache(folder, true));
    }

    public PlanFixture(SnapshotCache cache) {
        this.cache = cache;
        source.publish(REPO, Revision.MAIN, listing);
    }

    /** All files of the branch {@code main}, or those that the patterns match. */
    public static ModelRequest model(String... includes) {
        return model(REPO, Revision.MAIN, Selection.of(Part.EVERYTHING, List.of(includes), List.of()));
    }

    public static ModelRequest model(RepoId repo, Revision revision, Selection selection) {
        return new ModelRequest(repo, revision, selection, repo.name(), null, false);
    }

    /** Brings files into the cache's snapshot of {@link #FIRST}. */
    public void store(RepoFile... files) throws IOException {
        RepositoryWriter writer = cache.writer(REPO);
        writer.prepare(FIRST);
        for (RepoFile file : files) {
            Digest digest = file.digest();
            try (FileMutex mutex = writer.acquireMutex(digest)) {
                Path part = writer.part(digest, mutex);
                Files.write(part, source.content(file));
                writer.publish(part, digest);
            }
            writer.link(digest, List.of(new SnapshotFile(FIRST, file)), true);
        }
    }

    /** Brings a listing into the cache, with a ref that says when {@code main} was last looked up. */
    public void storeListing(Listing known, Instant lastLookup) throws IOException {
        cache.writer(REPO).writeListing(known);
        cache.writer(REPO).writeRef(Revision.MAIN, known.commit(), lastLookup);
    }

    public CachedRepository repository() {
        return cache.repository(REPO);
    }

    public Listings listings() {
        return new Listings(cache, sources, true);
    }

    public FileMetadata metadata() {
        return new FileMetadata(cache, sources, 2, true);
    }

    public MissingContents missing() {
        return new MissingContents(cache, null);
    }

    /** As of a build that downloads again what is there. */
    public MissingContents missingByForce() {
        return new MissingContents(cache, shared);
    }

    public FileAccess access() {
        return new TemporaryFileAccess(cache, new ContentSources(sources, shared), missing(), List.of(), false);
    }

    public Downloader downloader(MissingContents missing, PlanCheck... checks) {
        return downloader(missing, DownloadDisplay.NONE, checks);
    }

    public Downloader downloader(MissingContents missing, DownloadDisplay display, PlanCheck... checks) {
        return new Downloader(
                cache,
                new ContentSources(sources, shared),
                missing,
                () -> display,
                List.of(checks),
                options("daily", false, false));
    }

    /** Plans by the source, of a build that began at that time. */
    SourcePlanner planner(FetchOptions options, Supplier<ZonedDateTime> start) {
        return new SourcePlanner(
                cache,
                listings(),
                new FileSelector(cache, access(), new FileMetadata(cache, sources, 2, !options.force())),
                options.force() ? missingByForce() : missing(),
                shared,
                options,
                start);
    }

    public static FetchOptions options(String updatePolicy, boolean offline, boolean force) {
        return new FetchOptions(offline, force, UpdatePolicy.of(updatePolicy), 2, LinkMode.COPY);
    }

    /** What a source that was just asked leads to, with what the cache lacks now. */
    public SnapshotPlan plan(ModelRequest model, RepoFile... files) {
        return plan(model, listing, missing(), files);
    }

    public static SnapshotPlan plan(ModelRequest model, Listing listing, MissingContents missing, RepoFile... files) {
        return new SnapshotPlan(
                model,
                listing,
                false,
                true,
                null,
                SelectedFiles.ofPatterns(List.of(files)),
                missing.of(model.repo(), listing.commit(), List.of(files)));
    }

    /** A lock that has {@link #FIRST} with these files for the request. */
    public ActiveLock lock(ModelRequest model, RepoFile... files) {
        var locked = new LockedModel(
                model.repo(),
                model.revision(),
                FIRST,
                "mit",
                model.selection(),
                List.of(files).stream().map(this::withSha256).toList(),
                List.of());
        return new ActiveLock(new ModelLock(List.of(locked)), "hf-models.lock.json", repo -> false);
    }

    private RepoFile withSha256(RepoFile file) {
        return file.contentSha256().isPresent()
                ? file
                : file.withSha256(Digest.Algorithm.SHA256.of(source.content(file)));
    }
}
