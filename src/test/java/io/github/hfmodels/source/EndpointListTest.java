package io.github.hfmodels.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointListTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final RepoId OTHER = new RepoId(RepoType.MODEL, "org/other");
    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final CommitHash OLDER = new CommitHash("0".repeat(40));
    private static final ModelCard CARD =
            new ModelCard("LICENSE", "fill-mask", null, List.of(), List.of(), List.of("en"));
    private static final ListingRequest MAIN = new ListingRequest(REPO, Revision.MAIN);

    @TempDir
    private Path folder;

    private final FakeSource first = new FakeSource();
    private final FakeSource second = new FakeSource();
    private final RepoFile file = first.file("config.json", "{}");
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();

    EndpointListTest() {
        second.file("config.json", "{}");
        for (FakeSource source : List.of(first, second)) {
            source.publish(REPO, Revision.MAIN, new Listing(COMMIT, List.of(file)));
            source.publish(OTHER, Revision.MAIN, new Listing(COMMIT, List.of(file)));
        }
    }

    @Test
    void onlyEndpoint_isAskedItself() {
        ModelSource source = EndpointList.of(List.of(new EndpointSource(URI.create("https://a.test"), first)), memory);

        assertThat(source).isSameAs(first);
    }

    @Test
    void firstThatAnswers_isTheOnlyOneAsked() throws IOException {
        list().list(MAIN);
        fetch(list());

        assertThat(first.asked()).containsExactly("org/name@main", "config.json");
        assertThat(second.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void next_isAskedWhereItMayHelp(Kind kind) {
        first.fail("config.json", kind);

        try {
            fetch(list());
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SourceException.class);
        }

        boolean mayHelp = new SourceException(kind, "", Advice.NONE, null).isWorthAnotherEndpoint();
        assertThat(second.asked()).isEqualTo(mayHelp ? List.of("config.json") : List.of());
    }

    /** Whether the first is asked for a file of the same or another repository after it failed to list one. */
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, false, false",
        "UNAVAILABLE, false, false",
        "RATE_LIMITED, false, false",
        "PROXY, false, false",
        "REDIRECTED, false, false",
        "REPOSITORY_NOT_FOUND, false, true",
        "REVISION_NOT_FOUND, false, true",
        "MALFORMED, false, true",
        "CORRUPT, true, true",
        "FILE_NOT_FOUND, true, true",
    })
    void whatWasLearnt_holdsForOtherModulesOfTheBuild(Kind kind, boolean asksForSame, boolean asksForOther)
            throws IOException {
        first.fail("org/name@main", kind);
        list().list(MAIN);
        first.asked();

        fetch(list());
        assertThat(first.asked()).isEqualTo(asksForSame ? List.of("config.json") : List.of());
        list().list(new ListingRequest(OTHER, Revision.MAIN));
        assertThat(first.asked()).isEqualTo(asksForOther ? List.of("org/other@main") : List.of());
    }

    @Test
    void endpointThatFailed_isAskedAfterTheOthersFailed() throws IOException {
        first.fail("org/name@main", Kind.UNAVAILABLE);
        list().list(MAIN);
        first.asked();
        second.asked();
        second.fail("config.json", Kind.FILE_NOT_FOUND);

        fetch(list());

        assertThat(second.asked()).containsExactly("config.json");
        assertThat(first.asked()).containsExactly("config.json");
    }

    @Test
    void unreachableEndpoint_isNotAskedAgainAndItsReasonIsTold() throws IOException {
        first.fail("org/name@main", Kind.UNREACHABLE);
        list().list(MAIN);
        first.asked();
        second.fail("config.json", Kind.FILE_NOT_FOUND);

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(list()));

        assertThat(first.asked()).isEmpty();
        assertThat(failure)
                .hasMessage(
                        "a.test: org/name@main fails as the test wants; b.test: config.json fails as the test wants");
    }

    @Test
    void whenNoneWasReached_allAreAskedAgain() throws IOException {
        first.fail("org/name@main", Kind.UNREACHABLE);
        second.fail("org/name@main", Kind.UNREACHABLE);
        assertThat(catchThrowableOfType(SourceException.class, () -> list().list(MAIN))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
        first.asked();

        list().list(new ListingRequest(OTHER, Revision.MAIN));
        fetch(list());

        assertThat(first.asked()).containsExactly("org/other@main", "config.json");
    }

    @Test
    void warning_isGivenOnceForTheBuild() throws IOException {
        first.fail("org/name@main", Kind.UNREACHABLE);
        first.fail("org/other@main", Kind.UNREACHABLE);
        try (var log = new CapturedLog()) {
            list().list(MAIN);
            list().list(new ListingRequest(OTHER, Revision.MAIN));

            assertThat(log.lines("WARN"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(
                            "a.test: org/name@main fails as the test wants; from now on this build does without it and"
                                    + " asks b.test");
        }
    }

    /** The kinds of two failures, and that of the whole. */
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, UNREACHABLE, UNREACHABLE",
        "UNREACHABLE, REPOSITORY_NOT_FOUND, REPOSITORY_NOT_FOUND",
        "UNREACHABLE, REVISION_NOT_FOUND, REVISION_NOT_FOUND",
        "FILE_NOT_FOUND, UNREACHABLE, FILE_NOT_FOUND",
        "UNREACHABLE, CORRUPT, CORRUPT",
        "REDIRECTED, UNAVAILABLE, UNAVAILABLE",
        "REDIRECTED, FILE_NOT_FOUND, REDIRECTED",
        "REVISION_NOT_FOUND, UNAVAILABLE, UNAVAILABLE",
        "CORRUPT, RATE_LIMITED, RATE_LIMITED",
        "MALFORMED, REPOSITORY_NOT_FOUND, MALFORMED",
        "REPOSITORY_NOT_FOUND, REVISION_NOT_FOUND, REVISION_NOT_FOUND",
        "REVISION_NOT_FOUND, REPOSITORY_NOT_FOUND, REVISION_NOT_FOUND",
        "REPOSITORY_NOT_FOUND, GATED, GATED",
        "PROXY, REVISION_NOT_FOUND, PROXY",
        "CORRUPT, FILE_NOT_FOUND, CORRUPT",
        "FILE_NOT_FOUND, FILE_NOT_FOUND, FILE_NOT_FOUND",
    })
    void failureOfAll_isTheUsersOnlyIfEachIs(Kind one, Kind two, Kind whole) {
        first.fail("config.json", one);
        second.fail("config.json", two);

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(list()));

        assertThat(failure.kind()).isEqualTo(whole);
        assertThat(failure)
                .hasMessage("a.test: config.json fails as the test wants; b.test: config.json fails as the test wants");
        assertThat(failure.advice()).isEqualTo(Advice.of("ask the test"));
    }

    @Test
    void failureOfAllToList_isOfTheOneThatWasNotReached() {
        first.fail("org/name@main", Kind.REPOSITORY_NOT_FOUND);
        second.fail("org/name@main", Kind.UNREACHABLE);

        SourceException failure = catchThrowableOfType(SourceException.class, () -> list().list(MAIN));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    /** The second may have an older commit. */
    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "REDIRECTED", "MALFORMED"})
    void contentThatOneDoesNotGive_isNoReasonToListByAnother(Kind kind) throws IOException {
        first.fail("config.json", kind);
        fetch(list());
        assertThat(first.asked()).containsExactly("config.json");
        second.asked();

        fetch(list());
        list().list(MAIN);
        list().list(new ListingRequest(OTHER, Revision.MAIN));

        assertThat(first.asked()).containsExactly("org/name@main", "org/other@main");
        assertThat(second.asked()).containsExactly("config.json");
    }

    @Test
    void whereTheRevisionWasLast_isTakenOnlyIfNoneSaysWhereItIs() throws IOException {
        ModelSource blind = new DelegatingSource(first) {
            @Override
            public Listing list(ListingRequest request) throws SourceException {
                CommitHash known = request.known();
                if (known == null) {
                    throw new SourceException(Kind.REPOSITORY_NOT_FOUND, "it says nothing", Advice.NONE, null);
                }
                return new Listing(known, List.of(file));
            }
        };
        ModelSource list = EndpointList.of(
                List.of(
                        new EndpointSource(URI.create("https://a.test"), blind),
                        new EndpointSource(URI.create("https://b.test"), second)),
                memory);
        var request = new ListingRequest(REPO, Revision.MAIN, OLDER, List.of());

        assertThat(list.list(request).commit()).isEqualTo(COMMIT);
        second.fail("org/name@main", Kind.UNREACHABLE);
        assertThat(list.list(request).commit()).isEqualTo(OLDER);
    }

    @Test
    void whenNoneIsReached_eachIsAskedOnce() {
        first.fail("org/name@main", Kind.UNREACHABLE);
        second.fail("org/name@main", Kind.UNREACHABLE);

        catchThrowableOfType(
                SourceException.class, () -> list().list(new ListingRequest(REPO, Revision.MAIN, OLDER, List.of())));

        assertThat(first.asked()).containsExactly("org/name@main");
        assertThat(second.asked()).containsExactly("org/name@main");
    }

    @Test
    void several_haveNoHostInMessages() {
        assertThat(list().host()).isEqualTo("the server");
    }

    @Test
    void names_tellEndpointsOfOneHostApart() {
        first.fail("config.json", Kind.UNAVAILABLE);
        second.fail("config.json", Kind.UNAVAILABLE);

        assertThat(failure("http://a.test:1", "http://a.test:2")).hasMessageMatching("a.test:1: .*; a.test:2: .*");
        assertThat(failure("http://a.test/x", "http://a.test/y"))
                .hasMessageMatching("http://a.test/x: .*; http://a.test/y: .*");
        assertThat(failure("file:///usb", "http://a.test:2/y")).hasMessageMatching("file:///usb: .*; a.test: .*");
    }

    private SourceException failure(String one, String two) {
        memory.clear();
        var list = EndpointList.of(
                List.of(new EndpointSource(URI.create(one), first), new EndpointSource(URI.create(two), second)),
                memory);
        return catchThrowableOfType(SourceException.class, () -> fetch(list));
    }

    @Test
    void olderCommit_isAnAnswer() throws IOException {
        first.publish(REPO, Revision.MAIN, new Listing(OLDER, List.of(file)));

        assertThat(list().list(MAIN).commit()).isEqualTo(OLDER);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void commitThatOneNamedAndDidNotList_isAskedForElsewhere() throws IOException {
        second.publish(REPO, Revision.MAIN, new Listing(OLDER, List.of(file)));

        Listing listing = listNaming(COMMIT).list(MAIN);

        assertThat(listing.commit()).isEqualTo(COMMIT);
        assertThat(second.asked()).containsExactly("org/name@" + COMMIT);
    }

    @Test
    void commitThatOneNamedAndNoneLists_isToldWithBothReasons() {
        second.fail("org/name@" + COMMIT, Kind.REVISION_NOT_FOUND);

        SourceException failure = catchThrowableOfType(
                SourceException.class, () -> listNaming(COMMIT).list(MAIN));

        assertThat(failure)
                .hasMessage("a.test: its tree is refused; b.test: org/name@" + COMMIT + " fails as the test wants");
        assertThat(failure.commit()).isEqualTo(COMMIT);
        assertThat(failure.leavesCacheValid()).isFalse();
    }

    private ModelSource listNaming(CommitHash commit) {
        ModelSource naming = new DelegatingSource(first) {
            @Override
            public Listing list(ListingRequest request) throws SourceException {
                throw new SourceException(Kind.UNAVAILABLE, "its tree is refused", Advice.NONE, null).at(commit);
            }
        };
        return EndpointList.of(
                List.of(
                        new EndpointSource(URI.create("https://a.test"), naming),
                        new EndpointSource(URI.create("https://b.test"), second)),
                memory);
    }

    @Test
    void digest_isThatOfTheFirstWhichAgreesWithTheFile() throws IOException {
        RepoFile wrong = first.file("config.json", "wrong");
        first.publish(REPO, Revision.MAIN, new Listing(COMMIT, List.of(wrong)));
        assertThat(list().digest(REPO, COMMIT, file)).contains(file.digest());

        first.namesNoHashes();
        assertThat(list().digest(REPO, COMMIT, file)).contains(file.digest());
    }

    @Test
    void digest_whereNoneAgrees_isUnknownIfOneDoesNotSay() throws IOException {
        RepoFile wrong = first.file("config.json", "wrong");
        first.publish(REPO, Revision.MAIN, new Listing(COMMIT, List.of(wrong)));
        second.publish(REPO, Revision.MAIN, new Listing(COMMIT, List.of(wrong)));
        assertThat(list().digest(REPO, COMMIT, file)).contains(wrong.digest());

        second.namesNoHashes();
        assertThat(list().digest(REPO, COMMIT, file)).isEmpty();
    }

    @Test
    void info_isWhatAllSayUntilOneKnowsTheScan() throws IOException {
        Map<String, ScanVerdict> scans = Map.of("config.json", ScanVerdict.UNSAFE);
        first.informs(REPO, new ModelInfo("mit", ModelCard.EMPTY, Map.of()));
        second.informs(REPO, new ModelInfo("other", CARD, scans));
        assertThat(list().info(REPO, COMMIT, List.of("config.json"))).isEqualTo(new ModelInfo("mit", CARD, scans));

        first.informs(REPO, ModelInfo.EMPTY);
        assertThat(list().info(REPO, COMMIT, List.of("config.json"))).isEqualTo(new ModelInfo("other", CARD, scans));
        second.asked();

        first.informs(REPO, new ModelInfo(null, ModelCard.EMPTY, scans));
        assertThat(list().info(REPO, COMMIT, List.of("config.json")).license()).isNull();
        assertThat(second.asked()).isEmpty();
        assertThat(memory).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void info_thatOneGave_isNotLostWhereTheNextFails(Kind kind) throws IOException {
        first.informs(REPO, new ModelInfo("mit", CARD, Map.of()));
        second.fail("info org/name", kind);

        assertThat(list().info(REPO, COMMIT, List.of())).isEqualTo(new ModelInfo("mit", CARD, Map.of()));
    }

    @Test
    void lagAndProviders_areThoseOfTheFirstThatSaysThem() throws IOException {
        assertThat(list().lag(REPO, Revision.MAIN, COMMIT)).isEmpty();
        assertThat(list().inferenceProviders(REPO)).isEmpty();

        var lag = new RevisionLag(OLDER, Instant.EPOCH, 3, false);
        second.reports(REPO, lag, "acme");

        assertThat(list().lag(REPO, Revision.MAIN, COMMIT)).contains(lag);
        assertThat(list().inferenceProviders(REPO)).containsExactly("acme");
        assertThat(memory).isEmpty();
    }

    @Test
    void progress_ofAnEndpointThatFailed_isTakenBack() throws IOException {
        ModelSource breaking = new DelegatingSource(first) {
            @Override
            public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
                    throws IOException {
                observer.received(1);
                throw new SourceException(Kind.UNAVAILABLE, "it broke", Advice.NONE, null);
            }
        };
        var present = new AtomicLong();
        ModelSource list = EndpointList.of(
                List.of(
                        new EndpointSource(URI.create("https://a.test"), breaking),
                        new EndpointSource(URI.create("https://b.test"), second)),
                memory);

        list.fetch(REPO, COMMIT, file, folder.resolve("part"), new TransferObserver() {
            @Override
            public void received(long bytes) {
                present.addAndGet(bytes);
            }

            @Override
            public void lost(long bytes) {
                present.addAndGet(-bytes);
            }
        });

        assertThat(present).hasValue(file.size());
    }

    @Test
    void interruptedThread_asksNobodyElse() {
        first.fail("config.json", Kind.UNAVAILABLE);
        Thread.currentThread().interrupt();

        catchThrowableOfType(SourceException.class, () -> fetch(list()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(second.asked()).isEmpty();
        assertThat(memory).isEmpty();
    }

    @Test
    void closing_closesAllAndAsksNobodyElse() {
        var closed = new ArrayList<ModelSource>();
        var sources = new ArrayList<EndpointSource>();
        for (FakeSource source : List.of(first, second)) {
            sources.add(
                    new EndpointSource(URI.create("https://a.test/" + sources.size()), new DelegatingSource(source) {
                        @Override
                        public void close() {
                            closed.add(source);
                        }
                    }));
        }
        ModelSource list = EndpointList.of(sources, memory);
        list.close();
        first.fail("config.json", Kind.UNAVAILABLE);

        catchThrowableOfType(SourceException.class, () -> fetch(list));

        assertThat(closed).containsExactly(first, second);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void requests_areThoseOfAll() throws IOException {
        first.fail("config.json", Kind.FILE_NOT_FOUND);
        ModelSource list = list();

        fetch(list);

        assertThat(list.requestCount()).isEqualTo(2);
    }

    private ModelSource list() {
        return EndpointList.of(
                List.of(
                        new EndpointSource(URI.create("https://a.test"), first),
                        new EndpointSource(URI.create("https://b.test"), second)),
                memory);
    }

    private void fetch(ModelSource source) throws IOException {
        source.fetch(REPO, COMMIT, file, folder.resolve("part"), TransferObserver.NONE);
    }

    /** A source that does one thing differently. */
}
