package io.github.hfmodels.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.hub.HubSource;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are looked into without a trace. */
class TemporaryFileAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();

    private final ModelRequest model = new ModelRequest(
            new RepoId(RepoType.MODEL, "org/name"), Revision.MAIN, Selection.of(Part.EVERYTHING), "name", null, false);

    TemporaryFileAccessTest() {
        hub.model("org/name").commit("first").file("config.json", "{}").file("same.json", "{}");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void whatWasBroughtIsThereOnceUntilTheEnd() throws Exception {
        try (ModelSource source = source()) {
            var access = access(new SnapshotCache(folder, true), source);
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));
            RepoFile config = listing.files().get(0);

            access.fetch(model, listing, listing.files());
            access.fetch(model, listing, List.of(config));
            Path file = access.file(model, listing, config);

            assertThat(file).hasContent("{}");
            assertThat(hub.requests(request -> request.path().contains("/org/name/resolve/")))
                    .hasSize(1);
            access.close();
            assertThat(file.getParent()).doesNotExist();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatADownloadThatFailedHasLeftIsNotTakenForTheFile() throws Exception {
        try (ModelSource source = source();
                var access = access(new SnapshotCache(folder, true), source)) {
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));
            RepoFile config = listing.files().get(0);
            hub.faults().onPath("/config.json").truncateAfter(1);
            assertThatThrownBy(() -> access.fetch(model, listing, List.of(config)))
                    .isInstanceOf(IOException.class);
            hub.faults().clear();

            access.fetch(model, listing, List.of(config));

            assertThat(access.file(model, listing, config)).hasContent("{}");
        }
    }

    @Test
    void whatTheCacheHasIsReadThereAndStays() throws Exception {
        new TestBuild(hub.endpoint(), folder).ready("org/name");
        hub.clearRequests();
        try (ModelSource source = source()) {
            var cache = new SnapshotCache(folder, true);
            var access = access(cache, source);
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));
            RepoFile config = listing.files().get(0);

            access.fetch(model, listing, listing.files());

            assertThat(access.file(model, listing, config))
                    .isEqualTo(cache.repository(model.repo()).file(listing.commit(), config));
            access.close();
            assertThat(access.file(model, listing, config)).hasContent("{}");
            assertThat(hub.paths("GET")).containsExactly("/api/models/org/name/revision/main");
        }
    }

    @Test
    void moreThanMayBeDownloadedIsRefusedBeforeTheFirstByte() throws Exception {
        try (ModelSource source = source();
                var access = access(new SnapshotCache(folder, true), source, new MaxSizeCheck(1))) {
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));

            assertThatThrownBy(() -> access.fetch(model, listing, listing.files()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("2 B would be downloaded, more than the 1 B that are allowed");

            assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                    .isEmpty();
        }
    }

    @Test
    void whatWasDownloadedBeforeCounts() throws Exception {
        hub.model("org/name").commit("second").file("a.json", "{}").file("b.json", "[]");
        try (ModelSource source = source();
                var access = access(new SnapshotCache(folder, true), source, new MaxSizeCheck(3))) {
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));
            RepoFile first = listing.files().get(0);
            RepoFile other = listing.files().stream()
                    .filter(file -> !file.digest().equals(first.digest()))
                    .findFirst()
                    .orElseThrow();
            access.fetch(model, listing, List.of(first));

            assertThatThrownBy(() -> access.fetch(model, listing, List.of(other)))
                    .hasMessageContaining("4 B would be downloaded");
        }
    }

    @Test
    void aContentThatTheCacheHasFromAnotherRevisionIsNotDownloaded() throws Exception {
        new TestBuild(hub.endpoint(), folder).ready("org/name");
        hub.model("org/name").commit("second").file("config.json", "{}").file("more.json", "[]");
        hub.clearRequests();
        try (ModelSource source = source();
                var access = access(new SnapshotCache(folder, true), source)) {
            Listing listing = source.list(new ListingRequest(model.repo(), Revision.MAIN));
            RepoFile config = listing.files().stream()
                    .filter(file -> file.path().equals("config.json"))
                    .findFirst()
                    .orElseThrow();

            access.fetch(model, listing, List.of(config));

            assertThat(access.file(model, listing, config)).hasContent("{}");
            assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                    .isEmpty();
        }
    }

    private ModelSource source() {
        URI endpoint = URI.create(hub.endpoint());
        return new HubSource(
                new SourceEndpoint(endpoint, Credentials.of(endpoint, null, Headers.NONE), false, false),
                new HttpSettings(
                        "test",
                        2,
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        null,
                        0,
                        PATIENCE,
                        ProxyRoutes.DIRECT,
                        HttpSettings.Shared.own(2),
                        false),
                new ConcurrentHashMap<>(),
                pause -> {},
                Instant::now);
    }

    @Test
    void aMissingTemporaryFolder_isToldWithWhatToSet() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + nowhere,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanInAnotherProcess.class.getName(),
                        hub.endpoint(),
                        folder.resolve("cache").toString())
                .redirectErrorStream(true);

        try (var other = new OtherProcess(process.start())) {
            assertThat(other.hear("org/name"))
                    .isEqualTo("org/name@main: cannot use Java's temporary folder " + nowhere
                            + ": it is not a folder; create it, or set -Djava.io.tmpdir=FOLDER in MAVEN_OPTS");
        }
    }

    /** Plans a model with a preset that reads its configuration, and tells why it cannot. */
    static final class PlanInAnotherProcess {

        private PlanInAnotherProcess() {}

        public static void main(String[] arguments) {
            var preset = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
            new TestBuild(arguments[0], Path.of(arguments[1]))
                    .modelFor(preset, "org/name")
                    .plan()
                    .failures()
                    .forEach(failure -> System.out.println(TestBuild.message(failure)));
        }
    }

    private static TemporaryFileAccess access(SnapshotCache cache, ModelSource source, PlanCheck... checks) {
        return new TemporaryFileAccess(
                cache,
                new ContentSources(
                        new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> source)),
                        new SharedWork(new ConcurrentHashMap<>(), "test")),
                new MissingContents(cache, null),
                List.of(checks),
                false);
    }
}
