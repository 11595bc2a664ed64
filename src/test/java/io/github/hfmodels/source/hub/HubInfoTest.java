package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.source.EndpointList;
import io.github.hfmodels.source.EndpointSource;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.Asked;
import io.github.hfmodels.testhub.Personality;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Hub, and servers that lack some of its routes, say of a repository besides its files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubInfoTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final List<String> PATHS = List.of("config.json", "pytorch_model.bin");

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name").license("mit");
    private final TestCommit first = fill(repository);
    private final ModelSource source = source(hub);

    @AfterEach
    void stop() {
        source.close();
        hub.close();
    }

    @Test
    void card_isReadWithWhatTheHubHasFoundItself() throws SourceException {
        repository
                .otherLicense("llama3")
                .card("license_link", "LICENSE")
                .card("library_name", "transformers")
                .card("base_model", "org/base")
                .card("datasets", List.of("org/a", "org/b"))
                .card("language", List.of("en", "de"));

        ModelInfo info = info(source);

        assertThat(info.license()).isEqualTo("other (llama3)");
        assertThat(info.card())
                .isEqualTo(new ModelCard(
                        "LICENSE",
                        null,
                        "transformers",
                        List.of("org/base"),
                        List.of("org/a", "org/b"),
                        List.of("en", "de")));
    }

    @Test
    void cardOfAHostileOwner_isBounded() throws SourceException {
        String long1 = "x".repeat(5_000);
        List<String> many = IntStream.range(0, 2_000).mapToObj(i -> "l" + i).toList();
        repository
                .card("license", long1)
                .card("license_link", long1)
                .card("base_model", List.of("org/base", long1))
                .card("language", many)
                .hubTags("license:" + long1);

        ModelInfo info = info(source);

        assertThat(info.license()).hasSize(300).startsWith("xxx").endsWith("…");
        assertThat(info.card().licenseLink()).isNull();
        assertThat(info.card().baseModels()).containsExactly("org/base");
        assertThat(info.card().languages()).hasSizeBetween(10, 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"mit\"",
                "{\"license\": \"mit\", \"language\": false, \"datasets\": {\"a\": 1}, \"base_model\": [null, 1, [\"x\"]]}"
            })
    void cardOfAnotherKind_declaresNothing(String json) throws SourceException {
        repository.rawCardData(json);

        assertThat(info(source).card()).isEqualTo(ModelCard.EMPTY);
    }

    @Test
    void filesWithoutAnIssue_areSafeOnceTheScanIsDone() throws SourceException {
        first.scan("pytorch_model.bin", "unsafe").scan("another", "unsafe");

        assertThat(info(source).scans())
                .containsOnly(entry("config.json", ScanVerdict.SAFE), entry("pytorch_model.bin", ScanVerdict.UNSAFE));
        assertThat(requests()).containsExactly("GET /revision/" + first.id() + "?securityStatus=true");
    }

    @ParameterizedTest
    @CsvSource({
        "unsafe, UNSAFE",
        "suspicious, SUSPICIOUS",
        "caution, SUSPICIOUS",
        "what may come, SUSPICIOUS",
        "queued, UNSCANNED",
        "safe, SAFE"
    })
    void levelOfAnIssue_isAVerdict(String level, ScanVerdict verdict) throws SourceException {
        first.scan("pytorch_model.bin", level);

        assertThat(info(source).scans()).containsEntry("pytorch_model.bin", verdict);
        first.scansPending();
        assertThat(info(source(hub)).scans()).containsEntry("pytorch_model.bin", verdict);
    }

    @Test
    void whileTheScanIsNotDone_eachFileIsAskedFor() throws SourceException {
        first.scansPending().scan("config.json", "safe");

        assertThat(info(source).scans())
                .containsOnly(
                        entry("config.json", ScanVerdict.SAFE), entry("pytorch_model.bin", ScanVerdict.UNSCANNED));
        assertThat(requests())
                .containsExactly(
                        "GET /revision/" + first.id() + "?securityStatus=true", "POST /paths-info/" + first.id());
    }

    @Test
    void manyFiles_areAskedForInSeveralRequests() throws SourceException {
        first.scansPending();
        List<String> paths = IntStream.range(0, 120)
                .mapToObj(i -> i == 0 ? "config.json" : "file-" + i)
                .toList();

        assertThat(source.info(REPO, new CommitHash(first.id()), paths).scans()).hasSize(120);
        assertThat(requests()).filteredOn(line -> line.startsWith("POST")).hasSize(3);
    }

    @Test
    void selectionsOfOneCommit_takeOneRequest() throws SourceException {
        info(source);
        source.info(REPO, new CommitHash(first.id()), List.of("config.json"));

        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 501})
    void whereTheServerDescribesNoFiles_noneIsScannedWhileTheScanIsNotDone(int status) throws SourceException {
        first.scansPending().scan("config.json", "unsafe");
        hub.faults().on(Asked.PATHS_INFO).status(status);

        assertThat(info(source).scans())
                .containsOnly(
                        entry("config.json", ScanVerdict.UNSAFE), entry("pytorch_model.bin", ScanVerdict.UNSCANNED));
    }

    /** What it knew of a file before must not be taken for not scanned. */
    @Test
    void whereTheServerFailsToDescribeFiles_nothingIsSaidOfTheScan() {
        first.scansPending();
        hub.faults().on(Asked.PATHS_INFO).status(500);

        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'scansDone': true}",
                "{'scansDone': true, 'filesWithIssues': null}",
                "{'scansDone': true, 'filesWithIssues': {}}",
                "{'scansDone': true, 'filesWithIssues': [null]}",
                "{'scansDone': true, 'filesWithIssues': ['config.json']}",
                "{'scansDone': true, 'filesWithIssues': [{'level': 'unsafe'}]}",
                "{'scansDone': true, 'filesWithIssues': [{'path': {}, 'level': 'unsafe'}]}",
                "{'scansDone': {'a': 1}, 'filesWithIssues': []}",
            })
    void scanThatDoesNotSayWhichFilesHaveIssues_isNotDone(String status) throws SourceException {
        String json = "{'sha': '" + first.id() + "', 'securityRepoStatus': " + status + "}";
        hub.faults().on(Asked.REVISION).body(200, "application/json", bytes(json.replace('\'', '"')));
        hub.faults().on(Asked.PATHS_INFO).status(404);

        assertThat(info(source).scans())
                .containsOnly(
                        entry("config.json", ScanVerdict.UNSCANNED), entry("pytorch_model.bin", ScanVerdict.UNSCANNED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'status': {}}", "{'status': ['safe']}", "{'status': null}", "{}", "[]", "7"})
    void scanOfAFileThatIsNoWord_isNoVerdictAndLeavesTheListingAlone(String scan) throws IOException {
        String file = "{'rfilename': 'config.json', 'size': 2, 'blobId': '" + "a".repeat(40) + "', 'security': " + scan
                + ", 'type': 'file'}";
        String json = "{'sha': '" + first.id() + "', 'siblings': [" + file + "]}";
        hub.faults().on(Asked.REVISION).body(200, "application/json", bytes(json.replace('\'', '"')));
        hub.faults().on(Asked.PATHS_INFO).body(200, "application/json", bytes(("[" + file + "]").replace('\'', '"')));

        assertThat(source.list(new ListingRequest(REPO, Revision.MAIN)).files()).hasSize(1);
        assertThat(info(source).scans().values()).doesNotContain(ScanVerdict.SAFE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500, 501})
    void whereTheQueryIsRefused_theLicenceIsAskedForWithoutIt(int status) throws SourceException {
        hub.faults()
                .on(request ->
                        request.query().filter("securityStatus=true"::equals).isPresent())
                .status(status);
        hub.faults().on(Asked.PATHS_INFO).status(status);

        ModelInfo info = info(source);
        source.info(REPO, new CommitHash(fill(repository.license("apache-2.0")).id()), PATHS);

        assertThat(info.license()).isEqualTo("mit");
        assertThat(info.scans()).isEmpty();
        assertThat(requests())
                .filteredOn(line -> line.endsWith("securityStatus=true"))
                .hasSize(1);
    }

    /** Mirrors say of the scan what the Hub says, or nothing. */
    @ParameterizedTest
    @EnumSource(names = {"HUB", "OLAH_OFFLINE", "ARTIFACTORY", "NEXUS", "KKREPO", "CSG_HUB", "MATRIX_HUB", "NO_LIST"})
    void personality_saysTheLicence(Personality personality) throws SourceException {
        try (TestHub mirror = TestHub.builder().personality(personality).start();
                ModelSource other = source(mirror)) {
            fill(mirror.model("org/name").license("mit"));

            ModelInfo info = info(other);

            assertThat(info.license()).isEqualTo("mit");
            assertThat(info.scans()).hasSize(personality == Personality.ARTIFACTORY ? 0 : 2);
        }
    }

    @Test
    void serverWithoutAnyOfTheRoutes_saysNothing() throws SourceException {
        hub.faults().on(Asked.API).status(404);

        assertThat(info(source)).isEqualTo(ModelInfo.EMPTY);
    }

    @Test
    void serverThatDoesNotKnowTheMember_saysNothingOfTheScan() throws SourceException {
        hub.faults().on(Asked.REVISION).body(200, "application/json", bytes("{\"sha\": \"" + first.id() + "\"}"));
        hub.faults().on(Asked.PATHS_INFO).body(200, "application/json", bytes("[{\"path\": \"config.json\"}]"));

        assertThat(info(source).scans()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, FORBIDDEN", "429, RATE_LIMITED", "503, UNAVAILABLE"})
    void realFailure_isOne(int status, Kind kind) {
        hub.faults().on(Asked.API).status(status);

        assertThat(failure().kind()).isEqualTo(kind);
    }

    @Test
    void absentRepository_isAFailure() {
        repository.makePrivate("hf_secret");

        assertThat(failure().kind()).isEqualTo(Kind.REPOSITORY_NOT_FOUND);
    }

    @Test
    void anotherCommit_isAFailure() {
        hub.faults().on(Asked.REVISION).body(200, "application/json", bytes("{\"sha\": \"" + "f".repeat(40) + "\"}"));

        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void endpointThatFails_isFollowedByTheNext() throws SourceException {
        hub.faults().on(request -> true).status(503);
        try (TestHub other = TestHub.start();
                ModelSource next = source(other)) {
            fill(other.model("org/name").license("apache-2.0").provider("acme", "live"));
            ModelSource both = EndpointList.of(
                    List.of(
                            new EndpointSource(URI.create(hub.endpoint()), source),
                            new EndpointSource(URI.create(other.endpoint()), next)),
                    new ConcurrentHashMap<>());

            assertThat(info(both).license()).isEqualTo("apache-2.0");
            assertThat(both.inferenceProviders(REPO)).containsExactly("acme");
            assertThat(both.lag(REPO, Revision.MAIN, new CommitHash(first.id())))
                    .isPresent();
        }
    }

    @Test
    void lag_countsTheNewerCommits() throws SourceException {
        String second = repository.commit("second").id();
        String third = repository.commit("third").id();
        hub.pageSize(2);

        assertThat(lag(third)).isEqualTo(new RevisionLag(new CommitHash(third), date(), 0, false));
        assertThat(lag(second)).isEqualTo(new RevisionLag(new CommitHash(third), date(), 1, false));
        assertThat(lag(first.id())).isEqualTo(new RevisionLag(new CommitHash(third), date(), 2, false));
        assertThat(source.lag(REPO, Revision.MAIN, new CommitHash("f".repeat(40))))
                .isEmpty();
    }

    @Test
    void lag_ofALongHistory_isCountedInPart() throws SourceException {
        for (int i = 0; i < 30; i++) {
            repository.commit("commit " + i);
        }
        hub.pageSize(2);

        RevisionLag lag = lag(first.id());

        assertThat(lag.commits()).isEqualTo(20);
        assertThat(lag.isMore()).isTrue();
    }

    @Test
    void lag_followsNoLinkToAnotherHost() throws SourceException {
        repository.commit("second");
        hub.pageSize(1);
        hub.faults()
                .on(Asked.COMMITS)
                .rewriteHeader("Link", link -> link.replaceFirst("http://[^/]+", "http://hub.invalid"));

        assertThat(lag(first.id()).commits()).isEqualTo(1);
    }

    @Test
    void lag_whereCommitsAreNotListed_isNotKnown() throws SourceException {
        hub.faults().on(Asked.COMMITS).status(404);

        assertThat(source.lag(REPO, Revision.MAIN, new CommitHash(first.id()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"id\": \"main\"}]", "[{}]", "[{\"id\": \"%s\", \"date\": \"today\"}]", "{}"})
    void lag_ofAListThatIsNone_isAFailure(String json) {
        hub.faults().on(Asked.COMMITS).body(200, "application/json", bytes(json.formatted(first.id())));

        assertThat(catchThrowableOfType(SourceException.class, () -> lag(first.id()))
                        .kind())
                .isIn(Kind.MALFORMED, Kind.UNAVAILABLE);
    }

    @Test
    void inferenceProviders_areThoseThatAreLive() throws SourceException {
        repository.provider("zeta", "live").provider("beta", "staging").provider("acme", "live");

        assertThat(source.inferenceProviders(REPO)).containsExactly("acme", "zeta");
        assertThat(requests()).containsExactly("GET ?expand%5B%5D=inferenceProviderMapping");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inferenceProviderMapping\": [{\"provider\": \"acme\", \"status\": \"live\"}, {\"provider\": \"b\"}, null]}|acme",
                "{\"inferenceProviderMapping\": null}|''",
                "{\"inferenceProviderMapping\": {}}|''",
                "{\"id\": \"org/name\"}|''",
            })
    void inferenceProviders_mayBeAList(String json, String names) throws SourceException {
        hub.faults().on(Asked.DEFAULT_BRANCH).body(200, "application/json", bytes(json));

        assertThat(String.join(" ", source.inferenceProviders(REPO))).isEqualTo(names);
    }

    @Test
    void inferenceProviders_ofAServerThatHasNone_areNone() throws SourceException {
        hub.faults().on(Asked.QUERY).status(404);

        assertThat(source.inferenceProviders(REPO)).isEmpty();
    }

    private static TestCommit fill(TestRepository repository) {
        TestCommit commit =
                repository.commit("commit").file("config.json", "{}").lfs("pytorch_model.bin", new byte[9]);
        commit.id();
        return commit;
    }

    private ModelInfo info(ModelSource asked) throws SourceException {
        return asked.info(REPO, new CommitHash(first.id()), PATHS);
    }

    private SourceException failure() {
        return catchThrowableOfType(SourceException.class, () -> info(source));
    }

    private RevisionLag lag(String commit) throws SourceException {
        return source.lag(REPO, Revision.MAIN, new CommitHash(commit)).orElseThrow();
    }

    private static Instant date() {
        return Instant.parse("2026-01-02T03:04:05Z");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> requests() {
        return hub.requests().stream().map(HubInfoTest::line).toList();
    }

    private static String line(RecordedRequest request) {
        return request.method() + " " + request.target().replace("/api/models/org/name", "");
    }

    private static ModelSource source(TestHub hub) {
        return new HubSource(
                new SourceEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system());
    }
}
