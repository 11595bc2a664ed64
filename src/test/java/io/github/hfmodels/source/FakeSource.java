package io.github.hfmodels.source;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A source in memory, which notes what it is asked. Thread-safe. */
public final class FakeSource implements ModelSource {

    private final Map<String, Listing> listings = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, Kind> failing = new ConcurrentHashMap<>();
    private final Map<String, CommitHash> named = new ConcurrentHashMap<>();
    private final Map<String, byte[]> tagged = new ConcurrentHashMap<>();
    private final Map<RepoId, ModelInfo> infos = new ConcurrentHashMap<>();
    private final Map<RepoId, RevisionLag> lags = new ConcurrentHashMap<>();
    private final Map<RepoId, List<String>> providers = new ConcurrentHashMap<>();
    private boolean namesHashes = true;
    private boolean listsNames;
    private boolean listsWhatIsNamed;
    private boolean listsWhatIsUnknown;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<ListingRequest> listed = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch firstRequest = new CountDownLatch(1);

    /** A regular file, whose content the source can give. */
    public RepoFile file(String path, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return added(new RepoFile(path, content.length, Digest.Algorithm.GIT_SHA1.of(content), null, null), content);
    }

    /** An LFS file, whose content the source can give. */
    public RepoFile lfs(String path, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        var lfs = new Lfs(Digest.Algorithm.SHA256.of(content), content.length);
        return added(new RepoFile(path, content.length, "e".repeat(40), lfs, null), content);
    }

    /** A file for which the source has an ETag instead of a hash, and whose content it can give. */
    public RepoFile tagged(String path, String text, String etag) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        tagged.put(path, content);
        return RepoFile.tagged(path, content.length, etag);
    }

    private RepoFile added(RepoFile file, byte[] content) {
        contents.put(file.digest(), content);
        return file;
    }

    /** Has a revision point to a listing, as does the listing's commit. */
    public void publish(RepoId repo, Revision revision, Listing listing) {
        listings.put(repo + "@" + revision, listing);
        listings.put(repo + "@" + listing.commit(), listing);
    }

    /** Says that of a repository besides its files, whatever the commit. */
    public void informs(RepoId repo, ModelInfo info) {
        infos.put(repo, info);
    }

    /** Says how far any commit of a repository is behind, and who serves it. */
    public void reports(RepoId repo, RevisionLag lag, String... names) {
        lags.put(repo, lag);
        providers.put(repo, List.of(names));
    }

    /** The content of a file that this source made. */
    public byte[] content(RepoFile file) {
        return file.etag() == null ? contents.get(file.digest()) : tagged.get(file.path());
    }

    /** From now on, lists names alone. */
    public void listsNames() {
        listsNames = true;
    }

    /** From now on, lists only the files that it is asked for. */
    public void listsWhatIsNamed() {
        listsWhatIsNamed = true;
    }

    /** From now on, lists no commit whose files are known. */
    public void listsWhatIsUnknown() {
        listsWhatIsUnknown = true;
    }

    /** From now on, says where a revision is, {@code owner/name@revision}, and then fails to list the commit. */
    public void failList(String what, CommitHash commit, Kind kind) {
        named.put(what, commit);
        failing.put(what, kind);
    }

    /** Fails from now on when it is asked for that: {@code owner/name@revision}, or the path of a file. */
    public void fail(String what, Kind kind) {
        failing.put(what, kind);
    }

    /** From now on, does not say which hash a file has. */
    public void namesNoHashes() {
        namesHashes = false;
    }

    /**
     * What was asked for so far, and forgets it: {@code owner/name@revision}, or paths of files, after {@code HEAD} where
     * only the hash was asked for.
     */
    public List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    /** Waits until it is asked for something. */
    public void awaitRequest() throws InterruptedException {
        firstRequest.await();
    }

    /** The requests for listings so far. */
    public List<ListingRequest> listed() {
        return List.copyOf(listed);
    }

    /** A registry that has this source alone. */
    public SourceRegistry registry() {
        return new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> this));
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        listed.add(request);
        String name = request.repo() + "@" + request.revision();
        ask(name);
        Listing listing = listings.get(name);
        if (listing == null) {
            throw failure(name, Kind.REPOSITORY_NOT_FOUND);
        }
        if (listsWhatIsUnknown && request.isListed().test(listing.commit())) {
            return Listing.ofCommit(listing.commit(), listing.license());
        }
        List<RepoFile> files = listing.files().stream()
                .filter(file -> !listsWhatIsNamed || request.paths().contains(file.path()))
                .map(file -> listsNames ? RepoFile.named(file.path()) : file)
                .toList();
        return new Listing(listing.commit(), files, listing.license(), listing.partial() || listsWhatIsNamed);
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        ask("describe " + path);
        return Optional.ofNullable(listings.get(repo + "@" + commit)).stream()
                .flatMap(listing -> listing.files().stream())
                .filter(listed -> listed.path().equals(path))
                .findFirst()
                .orElseThrow(() -> failure(path, Kind.FILE_NOT_FOUND));
    }

    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        ask("info " + repo + (paths.isEmpty() ? " without scan" : ""));
        return infos.getOrDefault(repo, ModelInfo.EMPTY);
    }

    @Override
    public Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) {
        return Optional.ofNullable(lags.get(repo));
    }

    @Override
    public List<String> inferenceProviders(RepoId repo) {
        return providers.getOrDefault(repo, List.of());
    }

    @Override
    public String host() {
        return "fake.test";
    }

    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        ask("HEAD " + file.path());
        return Optional.ofNullable(namesHashes ? listings.get(repo + "@" + commit) : null).stream()
                .flatMap(listing -> listing.files().stream())
                .filter(listed -> listed.path().equals(file.path()))
                .map(RepoFile::digest)
                .findFirst();
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        try {
            ask(file.path());
        } catch (SourceException e) {
            throw e.at(commit);
        }
        observer.requested();
        byte[] content = content(file);
        if (content == null) {
            throw failure(file.path(), Kind.FILE_NOT_FOUND).at(commit);
        }
        Files.write(part, content);
        observer.received(content.length);
    }

    private void ask(String what) throws SourceException {
        asked.add(what);
        requests.incrementAndGet();
        firstRequest.countDown();
        Kind kind = failing.get(what);
        if (kind != null) {
            CommitHash commit = named.get(what);
            throw commit == null ? failure(what, kind) : failure(what, kind).at(commit);
        }
    }

    private static SourceException failure(String what, Kind kind) {
        return new SourceException(kind, what + " fails as the test wants", Advice.of("ask the test"), null);
    }

    @Override
    public int requestCount() {
        return requests.get();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
