package io.github.hfmodels.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every source of models must do. Each source has a subclass with a server on which it is tested. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ModelSourceContract {

    private static final String WEIGHTS = "onnx/model weights.bin";
    private static final long MEBIBYTE = 1 << 20;
    private static final Map<String, Content> FILES = Map.of(
            "config.json",
            Content.of("{}"),
            "empty",
            Content.of(""),
            WEIGHTS,
            Content.generated(24 * MEBIBYTE + 77, 11));

    @TempDir
    private Path folder;

    private ModelSource source;

    /** The repository under test; one with its type and id does not exist before {@link #publish}. */
    protected abstract RepoId repo();

    /** Makes the server have the repository; the largest of the files is what the source's server calls a large file. */
    protected abstract CommitHash publish(Map<String, Content> files);

    /** A source that asks the server, and does not try again what failed. */
    protected abstract ModelSource connect();

    /** The revision that a repository has when nothing else is asked for. */
    protected abstract Revision defaultRevision();

    /** How many requests a listing takes at least. */
    protected int requestsOfAListing() {
        return 1;
    }

    /** From now on, large contents break off after this many bytes of each response. */
    protected abstract void breakContentsAfter(long bytes);

    /** From now on, a byte of each large content is wrong. */
    protected abstract void corruptContents();

    /** From now on, large contents stop arriving after this many bytes, and the connection stays open. */
    protected abstract void stallContentsAfter(long bytes);

    /** From now on, a file is listed and not there. */
    protected abstract void loseFile(String path);

    /** From now on, every request is refused because there are too many. */
    protected abstract void limitRate();

    /** Takes back all of these. */
    protected abstract void repair();

    /** Ends the server. */
    protected abstract void stopServer();

    /** How many bytes of contents the server has sent since it was repaired. */
    protected abstract long contentBytes();

    @BeforeEach
    void connectFirst() {
        source = connect();
    }

    @AfterEach
    void stop() {
        source.close();
        stopServer();
    }

    @Test
    void list_hasEveryFileWithItsHashAndSize() throws IOException {
        CommitHash commit = publish(FILES);

        Listing listing = source.list(new ListingRequest(repo(), defaultRevision()));

        assertThat(listing.commit()).isEqualTo(commit);
        assertThat(listing.files()).extracting(RepoFile::path).containsExactlyInAnyOrderElementsOf(FILES.keySet());
        assertThat(listing.files()).allSatisfy(file -> {
            Content content = FILES.get(file.path());
            assertThat(file.contentSize()).isEqualTo(content.size());
            boolean isGit = file.digest().algorithm() == Digest.Algorithm.GIT_SHA1;
            assertThat(file.digest().hex()).isEqualTo(isGit ? content.gitSha1() : content.sha256());
        });
        assertThat(source.requestCount()).isGreaterThanOrEqualTo(requestsOfAListing());
    }

    @Test
    void list_ofACommit_isTheSame() throws IOException {
        CommitHash commit = publish(FILES);

        assertThat(source.list(new ListingRequest(repo(), new Revision(commit.hex())))
                        .files())
                .containsExactlyInAnyOrderElementsOf(source.list(new ListingRequest(repo(), defaultRevision()))
                        .files());
    }

    @Test
    void list_ofAnUnknownRevision_fails() {
        publish(FILES);

        assertListFails(new Revision("no-such-branch"), Kind.REVISION_NOT_FOUND);
    }

    @Test
    void list_ofAnUnknownRepository_fails() {
        assertListFails(defaultRevision(), Kind.REPOSITORY_NOT_FOUND);
    }

    @Test
    void list_whenTheServerIsDown_fails() {
        stopServer();

        assertListFails(defaultRevision(), Kind.UNREACHABLE);
    }

    @Test
    void list_beyondTheRateLimit_fails() {
        publish(FILES);
        limitRate();

        assertListFails(defaultRevision(), Kind.RATE_LIMITED);
    }

    @Test
    void digest_isThatOfTheListing_andNoContentIsSent() throws IOException {
        Listing listing = published();
        repair();

        for (RepoFile file : listing.files()) {
            assertThat(source.digest(repo(), listing.commit(), file)).contains(file.digest());
        }

        assertThat(contentBytes()).isZero();
    }

    @Test
    void digest_ofAFileThatIsNotThere_isNotNamed() throws IOException {
        Listing listing = published();
        var other = new RepoFile("no-such-file", 2, "a".repeat(40), null, null);

        assertThat(source.digest(repo(), listing.commit(), other)).isEmpty();
    }

    @Test
    void digest_whenTheServerIsDown_fails() throws IOException {
        Listing listing = published();

        // One that has listed the commit may know the hash.
        try (ModelSource other = connect()) {
            stopServer();
            SourceException failure = catchThrowableOfType(
                    SourceException.class, () -> other.digest(repo(), listing.commit(), weights(listing)));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void fetch_writesTheContent() throws IOException {
        Listing listing = published();

        for (RepoFile file : listing.files()) {
            var received = new AtomicLong();
            var isRequested = new AtomicBoolean();
            Path part = folder.resolve(file.digest().hex());

            source.fetch(repo(), listing.commit(), file, part, new Counting(received) {
                @Override
                public void requested() {
                    isRequested.set(true);
                }

                @Override
                public void received(long bytes) throws DownloadCancelledException {
                    assertThat(isRequested).isTrue();
                    super.received(bytes);
                }
            });

            assertThat(part).hasSize(file.contentSize());
            assertThat(Content.of(part).sha256())
                    .isEqualTo(FILES.get(file.path()).sha256());
            assertThat(received).hasValue(file.contentSize());
        }
    }

    @Test
    void fetch_afterABreak_resumes() throws IOException {
        Listing listing = published();
        breakContentsAfter(MEBIBYTE + 10);
        assertThatThrownBy(() -> fetchWeights(listing)).isInstanceOf(SourceException.class);
        repair();

        assertResumes(listing);
    }

    @Test
    void fetch_afterItWasCancelled_resumes() throws IOException {
        Listing listing = published();
        var received = new AtomicLong();
        TransferObserver cancelling = new Counting(received) {
            @Override
            public void received(long bytes) throws DownloadCancelledException {
                if (received.addAndGet(bytes) > 2 * MEBIBYTE) {
                    throw new DownloadCancelledException(null);
                }
            }
        };

        assertThatThrownBy(() -> source.fetch(repo(), listing.commit(), weights(listing), part(), cancelling))
                .isInstanceOf(DownloadCancelledException.class);

        repair();
        assertResumes(listing);
    }

    @Test
    void fetch_ofAnotherContent_fails() throws IOException {
        Listing listing = published();
        corruptContents();

        SourceException failure = assertFetchFails(listing, WEIGHTS, Kind.CORRUPT);

        assertThat(failure)
                .hasMessageContaining(
                        "does not have the hash " + weights(listing).digest());
        assertThat(part()).doesNotExist();
    }

    @Test
    void fetch_ofAMissingFile_fails() throws IOException {
        Listing listing = published();
        loseFile("config.json");

        assertThat(assertFetchFails(listing, "config.json", Kind.FILE_NOT_FOUND))
                .hasMessageContaining("config.json");
    }

    @Test
    void fetch_whenTheServerIsDown_fails() throws IOException {
        Listing listing = published();
        stopServer();

        assertFetchFails(listing, WEIGHTS, Kind.UNREACHABLE);
    }

    @Test
    void fetch_beyondTheRateLimit_fails() throws IOException {
        Listing listing = published();
        limitRate();

        assertFetchFails(listing, WEIGHTS, Kind.RATE_LIMITED);
    }

    @Test
    void close_endsWhatIsBeingFetched() throws Exception {
        Listing listing = published();
        stallContentsAfter(MEBIBYTE / 2);
        var arrived = new CompletableFuture<Void>();
        TransferObserver observer = new Counting(new AtomicLong()) {
            @Override
            public void received(long bytes) {
                arrived.complete(null);
            }
        };
        var fetch = CompletableFuture.runAsync(() -> {
            try {
                source.fetch(repo(), listing.commit(), weights(listing), part(), observer);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        arrived.get(20, TimeUnit.SECONDS);

        source.close();

        assertThatThrownBy(() -> fetch.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    private Listing published() throws IOException {
        publish(FILES);
        return source.list(new ListingRequest(repo(), defaultRevision()));
    }

    private void fetchWeights(Listing listing) throws IOException {
        source.fetch(repo(), listing.commit(), weights(listing), part(), TransferObserver.NONE);
    }

    private static RepoFile weights(Listing listing) {
        return file(listing, WEIGHTS);
    }

    private static RepoFile file(Listing listing, String path) {
        return listing.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private Path part() {
        return folder.resolve("part");
    }

    private void assertResumes(Listing listing) throws IOException {
        var resumed = new AtomicLong();
        TransferObserver observer = new Counting(new AtomicLong()) {
            @Override
            public void resumed(long bytes) {
                resumed.addAndGet(bytes);
            }
        };

        source.fetch(repo(), listing.commit(), weights(listing), part(), observer);

        assertThat(Content.of(part()).sha256()).isEqualTo(FILES.get(WEIGHTS).sha256());
        assertThat(resumed).hasValueGreaterThanOrEqualTo(MEBIBYTE);
        assertThat(contentBytes()).isEqualTo(weights(listing).contentSize() - resumed.get());
    }

    private void assertListFails(Revision revision, Kind kind) {
        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> source.list(new ListingRequest(repo(), revision)));
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private SourceException assertFetchFails(Listing listing, String path, Kind kind) {
        SourceException failure = catchThrowableOfType(
                SourceException.class,
                () -> source.fetch(repo(), listing.commit(), file(listing, path), part(), TransferObserver.NONE));
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }

    /** Counts the bytes that are received and not lost again. */
    private static class Counting implements TransferObserver {

        private final AtomicLong received;

        Counting(AtomicLong received) {
            this.received = received;
        }

        @Override
        public void resumed(long bytes) {
            // Not received.
        }

        @Override
        public void received(long bytes) throws DownloadCancelledException {
            received.addAndGet(bytes);
        }

        @Override
        public void lost(long bytes) {
            received.addAndGet(-bytes);
        }
    }
}
