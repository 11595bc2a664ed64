package io.github.hfmodels.source.modelscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.modelscope.ModelScopeCommit;
import io.github.hfmodels.testhub.modelscope.ModelScopeRepository;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build that has the fingerprint of files, as from a lock, finds the branch or tag that has them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FingerprintSearchTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final Content ONE = Content.of("1");
    private static final CommitHash FIRST = TestFingerprints.of(Map.of("a", ONE));
    private static final RepoFile FILE = new RepoFile("a", 1, ONE.sha256(), new RepoFile.Lfs(ONE.sha256(), 1), null);

    @TempDir
    private Path folder;

    private final ModelScopeServer server = ModelScopeServer.start();
    private final ModelScopeRepository repository = server.model(REPO.id());
    private final ModelScopeCommit first = repository.commit("first").file("a", ONE);
    private final ModelScopeSource source = TestSources.of(server);

    @AfterEach
    void stop() {
        source.close();
        server.close();
    }

    @Test
    void master_isLookedAtFirst() throws IOException {
        repository.branch("a-branch", first);
        repository.tag("a-tag", first);

        fetch("part");

        assertThat(folder.resolve("part")).hasContent("1");
        assertThat(targets())
                .containsExactly(
                        "/api/v1/models/org/name/revisions",
                        "/api/v1/models/org/name/repo/files?Revision=master&Recursive=True",
                        "/api/v1/models/org/name/repo?Revision=master&FilePath=a");
    }

    @Test
    void whatMasterHadBefore_isFoundAtATag() throws IOException {
        repository.tag("v1", first);
        repository.commit("second").file("a", "2");

        fetch("part");

        assertThat(folder.resolve("part")).hasContent("1");
        assertThat(targets().get(3)).isEqualTo("/api/v1/models/org/name/repo?Revision=v1&FilePath=a");
    }

    @Test
    void whatNoBranchOrTagHas_isNotFound() {
        repository.commit("second").file("a", "2");
        repository.branch("other", repository.commitOn("other", "third"));

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch("part"));

        assertThat(failure.kind()).isEqualTo(Kind.REVISION_NOT_FOUND);
        assertThat(failure)
                .hasMessage("no branch or tag of modelscope://org/name has the files of " + FIRST + " any more");
        assertThat(failure.advice()).isEqualTo(Advice.to(Advice.Action.CHECK_REVISION));
        assertThat(folder.resolve("part")).doesNotExist();
    }

    @Test
    void manyBranches_areNotAllLookedAt() {
        repository.commit("second").file("a", "2");
        for (int i = 0; i < 150; i++) {
            repository.commitOn("branch-" + i, "other");
        }

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch("part"));

        assertThat(failure).hasMessageContaining("none of the first 100 branches and tags of");
        assertThat(targets()).hasSize(101);
    }

    @Test
    void theFiles_areListedAsTheyWere() throws SourceException {
        Listing listing = source.list(new ListingRequest(REPO, new Revision(FIRST.hex())));

        assertThat(listing).isEqualTo(new Listing(FIRST, List.of(FILE)));
        assertThat(source.digest(REPO, FIRST, FILE)).contains(FILE.digest());
        assertThat(source.describe(REPO, FIRST, "a")).isEqualTo(FILE);
        assertThat(targets()).hasSize(2);
    }

    @Test
    void aListingAfterAMove_isNotThatOfTheNameItHad() throws SourceException {
        source.list(new ListingRequest(REPO, new Revision("master")));
        repository.tag("v1", first);
        repository.commit("second").file("a", "2");

        Listing listing = source.list(new ListingRequest(REPO, new Revision(FIRST.hex())));

        assertThat(listing.files()).containsExactly(FILE);
    }

    @Test
    void manyFilesAtOnce_takeOneSearch() throws Exception {
        atOnce(i -> {
            fetch("part-" + i);
            return true;
        });

        assertThat(targets()).hasSize(2 + 20);
    }

    @Test
    void manyFilesAtOnce_takeOneSearchInVain() throws Exception {
        repository.commit("second").file("a", "2");

        List<SourceException> failures =
                atOnce(i -> catchThrowableOfType(SourceException.class, () -> fetch("part-" + i)));

        assertThat(failures).extracting(SourceException::kind).containsOnly(Kind.REVISION_NOT_FOUND);
        assertThat(targets()).hasSize(2);
    }

    @Test
    void manyHashesAtOnce_takeOneSearch() throws Exception {
        assertThat(atOnce(i -> source.digest(REPO, FIRST, FILE).orElseThrow())).containsOnly(FILE.digest());

        assertThat(targets()).hasSize(2);
    }

    private interface Task<T> {
        T run(int number) throws IOException;
    }

    private static <T> List<T> atOnce(Task<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<T>> tasks = IntStream.range(0, 20)
                    .<Callable<T>>mapToObj(i -> () -> task.run(i))
                    .toList();
            var results = new ArrayList<T>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500})
    void aBranchThatCannotBeListed_doesNotEndTheSearch(int status) throws IOException {
        repository.tag("v1", first);
        repository.commit("second").file("a", "2");
        server.faults()
                .on(request -> request.target().contains("Revision=master"))
                .status(status);

        fetch("part");

        assertThat(folder.resolve("part")).hasContent("1");
    }

    @Test
    void aBranchThatCannotBeListed_isToldIfNoOtherHasTheFiles() {
        repository.tag("v1", repository.commit("second").file("a", "2"));
        server.faults()
                .on(request -> request.target().contains("Revision=master"))
                .status(500);

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch("part"));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(targets()).hasSize(3);
    }

    @Test
    void aServerThatListsNoBranch_isNotAskedForAll() {
        for (int i = 0; i < 50; i++) {
            repository.branch("branch-" + i, first);
        }
        server.faults().onPath("/repo/files").status(500);

        catchThrowableOfType(SourceException.class, () -> fetch("part"));

        assertThat(targets()).hasSize(1 + 4);
    }

    @Test
    void aThoroughListingOfAKnownCommit_isTheSame() throws SourceException {
        Listing listing = source.list(new ListingRequest(REPO, new Revision("master")));
        server.clearRequests();

        Listing again = source.list(
                new ListingRequest(REPO, new Revision(FIRST.hex()), null, List.of("b"), true, commit -> false));

        assertThat(again).isEqualTo(listing);
        assertThat(targets()).isEmpty();
    }

    @Test
    void whatOneModuleHasListed_theNextFetchesAtOnce() throws IOException {
        var memory = new ConcurrentHashMap<String, String>();
        try (ModelScopeSource one = TestSources.of(server, memory);
                ModelScopeSource next = TestSources.of(server, memory)) {
            one.list(new ListingRequest(REPO, new Revision("master")));
            server.clearRequests();

            next.fetch(REPO, FIRST, FILE, folder.resolve("part"), TransferObserver.NONE);
        }
        assertThat(targets()).containsExactly("/api/v1/models/org/name/repo?Revision=master&FilePath=a");
    }

    private void fetch(String part) throws IOException {
        source.fetch(REPO, FIRST, FILE, folder.resolve(part), TransferObserver.NONE);
    }

    private List<String> targets() {
        return server.requests().stream().map(RecordedRequest::target).toList();
    }
}
