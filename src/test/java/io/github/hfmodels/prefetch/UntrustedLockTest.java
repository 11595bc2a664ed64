package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.hub.HubSource;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End to end: locks that a stranger has edited, in a cache that others share: what they cannot put there, and what they cannot add. */
class UntrustedLockTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final byte[] GOOD = new byte[3_000];
    private static final Content EVIL = Content.generated(3_000, 5);
    private static final Content GOOD_LARGE = Content.generated(9 << 20, 6);
    private static final Content EVIL_LARGE = Content.generated(9 << 20, 7);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");
    private final String commit = repository
            .commit("first")
            .file("config.json", "{\"model_type\":\"bert\"}")
            .lfs("model.bin", GOOD)
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aFileTakenOut_isNotMissedByOthers() {
        ModelLock half = edited(files -> List.of(files.get(0)));

        build().locked(half).ready("org/name");

        assertThat(cache().resolve("models--org--name/trees")).doesNotExist();
        assertThat(build().ready("org/name@" + commit).path().resolve("model.bin"))
                .hasBinaryContent(GOOD);
    }

    @Test
    void aContentOfAnotherRevision_isNotShownAsTheCommits() {
        ModelLock lock = withModel(EVIL);
        cacheOtherContent();

        assertThat(build().locked(lock).fails("org/name").message())
                .isEqualTo("org/name@main: model.bin of commit " + commit + " has the hash "
                        + Content.of(GOOD).sha256() + ", and not " + EVIL.sha256()
                        + ", as hf-models.lock.json has it; if"
                        + " the repository was changed on purpose, run mvn hf-models:update -Dhf.models=org/name");

        assertThat(shown("model.bin")).doesNotExist();
        assertThat(asked("model.bin")).containsExactly("HEAD");
        assertThat(contents()).isZero();
    }

    @Test
    void aContentOfAnotherRevision_isNotShown_whereTheServerRefusesHead() {
        ModelLock lock = withModel(EVIL);
        cacheOtherContent();
        refuseHead();

        assertThat(build().locked(lock).fails("org/name").message())
                .contains("org/name@main: model.bin: the content from ", " does not have the hash " + EVIL.sha256());

        assertThat(shown("model.bin")).doesNotExist();
    }

    @Test
    void aContentOfAnotherRevision_isNotShown_whereThereAreNoSymlinks() {
        ModelLock lock = withModel(EVIL);
        repository.commit("second").lfs("model.bin", EVIL);
        build().withoutSymlinks().ready("org/name");

        assertThat(build().withoutSymlinks().locked(lock).fails("org/name").message())
                .contains("has the hash", "as hf-models.lock.json has it");
        assertThat(shown("model.bin")).doesNotExist();
    }

    @Test
    void aContentThatCameForAnotherFile_isNotShownAsAFileThatTheCommitLacks() {
        ModelLock lock = edited(files -> {
            RepoFile model = files.get(1);
            var more = new ArrayList<>(files);
            more.add(new RepoFile("twin.bin", model.size(), model.blobId(), model.lfs(), null));
            return more;
        });

        assertThat(build().locked(lock).fails("org/name").message()).contains("twin.bin is listed, but");

        assertThat(shown("twin.bin")).doesNotExist();
    }

    @Test
    void whatAKilledBuildHasOfAnotherRevisionsContent_isNotShownAsTheCommits() throws IOException {
        String good = repository.commit("large").lfs("model.bin", GOOD_LARGE).id();
        ModelLock lock = withModel(EVIL_LARGE);
        String other = repository.commit("other").lfs("model.bin", EVIL_LARGE).id();
        RepoFile model = lock.models().get(0).files().get(1);
        Path blobs = Files.createDirectories(cache().resolve("models--org--name/blobs"));
        try (ModelSource source = new HubSource(
                new SourceEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system())) {
            source.fetch(
                    REPO,
                    new CommitHash(other),
                    model,
                    blobs.resolve(EVIL_LARGE.sha256() + ".hf-models.incomplete"),
                    TransferObserver.NONE);
        }

        assertThat(build().locked(lock).fails("org/name").message()).contains("has the hash " + GOOD_LARGE.sha256());

        assertThat(cache().resolve("models--org--name/snapshots/" + good + "/model.bin"))
                .doesNotExist();
    }

    @Test
    void aContentThatIsThere_isShown_onceTheSourceSaysThatItBelongsThere() {
        ModelLock lock = lock();
        repository.commit("second").file("vocab.txt", "a");
        build().ready("org/name");
        hub.clearRequests();

        PrefetchedModel model = build().locked(lock).ready("org/name");

        assertThat(model.path().resolve("model.bin")).hasBinaryContent(GOOD);
        assertThat(asked("model.bin")).containsExactly("HEAD");
        assertThat(asked("config.json")).containsOnly("HEAD");
        assertThat(contents()).isZero();
        assertThat(hub.requests()).noneMatch(request -> request.path().startsWith("/api/models/"));
        hub.clearRequests();
        build().locked(lock).ready("org/name");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aContentThatIsThere_isFetchedToCompare_whereTheServerRefusesHead() throws IOException {
        ModelLock lock = lock();
        repository.commit("second").file("vocab.txt", "a");
        Path blob = build().ready("org/name").path().resolve("model.bin").toRealPath();
        Object before = Files.readAttributes(blob, "unix:ino,lastModifiedTime");
        hub.clearRequests();
        refuseHead();

        PrefetchedModel model = build().locked(lock).ready("org/name");

        assertThat(model.path().resolve("model.bin")).hasBinaryContent(GOOD);
        assertThat(contents()).isEqualTo(GOOD.length);
        assertThat(Files.readAttributes(blob, "unix:ino,lastModifiedTime")).isEqualTo(before);
        assertThat(blob.getParent()).isDirectoryNotContaining("glob:**incomplete*");
    }

    @Test
    void aContentThatTheCachesListingNames_isShownWithoutARequest() {
        ModelLock lock = lock();
        build().ready("org/name@" + commit, "config.json");
        repository.commit("second").file("vocab.txt", "a");
        build().ready("org/name", "model.bin");
        hub.clearRequests();

        assertThat(build().locked(lock).ready("org/name").path().resolve("model.bin"))
                .hasBinaryContent(GOOD);

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void twoFilesOfOneContent_areOneDownloadAndOneQuestion() {
        repository.commit("twins").lfs("twin.bin", GOOD);
        ModelLock lock = lock();

        PrefetchedModel model = build().locked(lock).ready("org/name");

        assertThat(model.path().resolve("twin.bin")).hasBinaryContent(GOOD);
        assertThat(contents()).isEqualTo(GOOD.length);
        assertThat(List.of(asked("model.bin"), asked("twin.bin")))
                .containsExactlyInAnyOrder(List.of("GET"), List.of("HEAD"));
    }

    @Test
    void aPlan_countsTheQuestions() {
        ModelLock lock = lock();
        repository.commit("second").file("config.json", "{}");
        build().ready("org/name");

        PrefetchPlan plan = build().locked(lock).model("org/name").plan();

        assertThat(plan.downloads()).isEqualTo(1);
        assertThat(plan.requests()).isEqualTo(2);
    }

    @Test
    void offline_aContentThatOnlyTheLockNames_isMissing() {
        ModelLock lock = lock();
        repository.commit("second").file("vocab.txt", "a");
        build().ready("org/name");
        hub.clearRequests();

        assertThat(build().offline().locked(lock).fails("org/name").message())
                .startsWith("org/name@main: the cache has the content of config.json, model.bin, but only"
                        + " hf-models.lock.json says that it belongs to commit " + commit
                        + ", and the build is offline");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offline_aCacheThatLostItsLinks_isLinkedAgain_asItsListingSays() throws Exception {
        ModelLock lock = lock();
        Path snapshot = build().ready("org/name@" + commit).path();
        Files.delete(snapshot.resolve("model.bin"));
        hub.clearRequests();

        assertThat(build().offline().locked(lock).ready("org/name").path().resolve("model.bin"))
                .hasBinaryContent(GOOD);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aFileThatThePatternsDoNotSelect_isRefused() {
        repository.commit("class").file("Evil.class", "evil");
        ModelLock all = lock();
        ModelLock lock = new ModelLock(List.of(with(
                new TestBuild(hub.endpoint(), folder.resolve("elsewhere"))
                        .model("org/name", null, "config.json")
                        .lock()
                        .models()
                        .get(0),
                all.models().get(0).files(),
                List.of())));
        hub.clearRequests();

        assertThat(build().locked(lock).fails("org/name", "config.json").message())
                .isEqualTo("org/name@main: hf-models.lock.json has the file 'Evil.class', which includes [config.json]"
                        + " cannot select; run mvn hf-models:lock");
        assertThat(hub.requests()).isEmpty();
        ModelLock corrected =
                build().model("org/name", null, "config.json").lock(lock).lock();
        assertThat(corrected.models().get(0).files()).extracting(RepoFile::path).containsExactly("config.json");
    }

    @Test
    void anIncludedFileThatWasTakenOut_isNamed() {
        ModelLock lock =
                elsewhere().model("org/name", null, "config.json", "*.bin").lock();
        LockedModel model = lock.models().get(0);
        var half = new ModelLock(List.of(with(model, model.files().subList(0, 1), List.of())));
        var none = new ModelLock(List.of(with(model, List.of(), List.of())));
        hub.clearRequests();

        assertThat(build().locked(half)
                        .fails("org/name", "config.json", "*.bin")
                        .message())
                .isEqualTo(
                        "org/name@main: hf-models.lock.json has no file for the include *.bin; run mvn hf-models:lock");
        assertThat(build().locked(none)
                        .fails("org/name", "config.json", "*.bin")
                        .message())
                .isEqualTo("org/name@main: hf-models.lock.json has no file of it; run mvn hf-models:lock");
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSFORMERS, modeling_evil.py",
        "TRANSFORMERS, Evil.class",
        "SENTENCE_TRANSFORMERS, 1_Pooling/evil.so",
        "DIFFUSERS, pipeline.py",
        "ONNX, evil.jar",
        "SAFETENSORS, pytorch_model.bin",
        "GGUF, pytorch_model.bin",
        "TOKENIZER, model.bin",
    })
    void aFileThatNoRuleOfThePresetCouldChoose_isRefused(Preset preset, String path) {
        var options = new PresetOptions(preset, null, null, null, false);
        RepoFile any = lock().models().get(0).files().get(0);
        var evil = new RepoFile(path, any.size(), any.blobId(), null, null, any.sha256());

        assertThat(refusal(options, List.of(evil), List.of()))
                .isEqualTo("org/name@main: hf-models.lock.json has the file '" + path + "', which preset "
                        + preset.word() + " cannot select; run mvn hf-models:lock");
    }

    @Test
    void aCompanionWhereThePresetHasNone_isRefused() {
        var onnx = new PresetOptions(Preset.ONNX, null, null, null, false);

        assertThat(refusal(onnx, List.of(), List.of(companion(new Part.ByPreset(transformers(false))))))
                .isEqualTo("org/name@main: hf-models.lock.json has the companion evil/other@main (preset transformers),"
                        + " which preset onnx cannot need; run mvn hf-models:lock");
    }

    @Test
    void codeOfAnotherRepository_whereCodeIsNotTrusted_isRefused() {
        assertThat(refusal(transformers(false), List.of(), List.of(companion(new Part.Code(List.of("evil"))))))
                .contains("the companion evil/other@main (code [evil]), which preset transformers cannot need");
        assertThat(refusal(transformers(false), List.of(), List.of(companion(new Part.ByPreset(transformers(true))))))
                .contains("(preset transformers, trustRemoteCode true), which preset transformers cannot need");
    }

    @ParameterizedTest
    @CsvSource({"nothing.json.txt", "*.onnx", "*.msgpack"})
    void aCompanionThatNoFileOfTheModelNames_isRefused(String exclude) {
        List<String> excludes = List.of(exclude);
        hub.model("evil/other")
                .commit("first")
                .file("config.json", "{\"model_type\":\"bert\"}")
                .lfs("model.safetensors", new byte[100]);
        repository.commit("weights").lfs("model.safetensors", new byte[200]);
        ModelLock lock = elsewhere()
                .modelFor(transformers(false), "org/name", List.of(), excludes)
                .modelFor(transformers(false), "evil/other")
                .lock();
        LockedModel model = lock.models().get(1);
        Companion companion = companion(new Part.ByPreset(transformers(false)));
        var edited = new ModelLock(List.of(lock.models().get(0), with(model, model.files(), List.of(companion))));

        PrefetchResult result = build().locked(edited)
                .modelFor(transformers(false), "org/name", List.of(), excludes)
                .run();

        assertThat(result.models()).isEmpty();
        assertThat(result.failures())
                .extracting(TestBuild::message)
                .containsExactly("org/name@main: hf-models.lock.json has the companion evil/other@main, which no file"
                        + " of the model names; restore hf-models.lock.json from version control");
        assertThat(cache().resolve("models--evil--other/refs")).doesNotExist();
    }

    @Test
    void aNamedCompanionAtARevisionThatNoFileNames_isRefused() {
        String pull = hub.model("org/base")
                .commit("pull")
                .file("config.json", "{\"model_type\":\"bert\"}")
                .lfs("model.safetensors", new byte[100])
                .id();
        hub.model("org/base").ref("refs/pr/6", pull);
        repository
                .commit("adapter")
                .file("adapter_config.json", "{\"peft_type\":\"LORA\",\"base_model_name_or_path\":\"org/base\"}")
                .lfs("adapter_model.safetensors", new byte[200]);
        ModelLock lock = elsewhere().modelFor(transformers(false), "org/name").lock();
        assertThat(build().locked(lock)
                        .modelFor(transformers(false), "org/name")
                        .run()
                        .failures())
                .isEmpty();
        var toPull = new Revision("refs/pr/6");
        var edited = new ModelLock(lock.models().stream()
                .map(model -> model.repo().equals(REPO)
                        ? with(
                                model,
                                model.files(),
                                model.companions().stream()
                                        .map(each -> new Companion(each.repo(), toPull, each.part(), ""))
                                        .toList())
                        : new LockedModel(
                                model.repo(),
                                toPull,
                                model.commit(),
                                model.license(),
                                model.selection(),
                                model.files(),
                                List.of()))
                .toList());

        PrefetchResult result =
                build().locked(edited).modelFor(transformers(false), "org/name").run();

        assertThat(result.failures())
                .extracting(TestBuild::message)
                .containsExactly(
                        "org/name@main: hf-models.lock.json has the companion org/base@refs/pr/6, which no file"
                                + " of the model names; restore hf-models.lock.json from version control");
    }

    @Test
    void anOptionalModelThatIsSaidToBeHuge_isDoneWithout() {
        hub.model("org/other").commit("first").file("config.json", "{}");
        var all = new PresetOptions(Preset.SNAPSHOT, null, null, null, false);
        ModelLock lock =
                elsewhere().model("org/name").modelFor(all, "org/other").lock();
        LockedModel model = lock.models().get(0);
        RepoFile config = model.files().get(0);
        var huge = new RepoFile(config.path(), 1L << 53, config.blobId(), null, null, config.sha256());
        var edited = new ModelLock(
                List.of(with(model, List.of(huge), List.of()), lock.models().get(1)));

        PrefetchResult result = build().locked(edited)
                .optionalModelFor(all, "org/name")
                .modelFor(all, "org/other")
                .run();

        assertThat(result.models())
                .extracting(each -> each.request().toString())
                .containsExactly("org/other@main");
        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(TestBuild.message(failure))
                        .startsWith("org/name@main: the download needs 9007.2 TB"));
    }

    private String refusal(PresetOptions options, List<RepoFile> files, List<Companion> companions) {
        LockedModel any = lock().models().get(0);
        hub.clearRequests();
        var model = new LockedModel(
                REPO, Revision.MAIN, any.commit(), null, Selection.of(new Part.ByPreset(options)), files, companions);
        PrefetchResult result = build().locked(new ModelLock(List.of(model)))
                .modelFor(options, "org/name")
                .run();
        assertThat(result.models()).isEmpty();
        assertThat(hub.requests()).isEmpty();
        return TestBuild.message(result.failures().get(0));
    }

    private static PresetOptions transformers(boolean trusted) {
        return new PresetOptions(Preset.TRANSFORMERS, null, null, null, trusted);
    }

    private static Companion companion(Part part) {
        return new Companion(new RepoId(RepoType.MODEL, "evil/other"), Revision.MAIN, part, "");
    }

    /** The cache gets another content of the model from another revision, as of somebody's pull request. */
    private void cacheOtherContent() {
        repository.commit("evil").lfs("model.bin", EVIL);
        build().ready("org/name");
        hub.clearRequests();
    }

    private void refuseHead() {
        hub.faults().on(request -> request.method().equals("HEAD")).status(405);
    }

    private ModelLock lock() {
        ModelLock lock = elsewhere().model("org/name").lock();
        hub.clearRequests();
        return lock;
    }

    /** The repository's commit with other files, as the repository has it now. */
    private ModelLock edited(UnaryOperator<List<RepoFile>> edit) {
        LockedModel model = lock().models().get(0);
        return new ModelLock(List.of(with(model, edit.apply(model.files()), List.of())));
    }

    private ModelLock withModel(Content content) {
        return edited(files -> {
            var lfs = new RepoFile.Lfs(content.sha256(), content.size());
            return List.of(files.get(0), new RepoFile("model.bin", content.size(), "", lfs, null));
        });
    }

    private static LockedModel with(LockedModel model, List<RepoFile> files, List<Companion> companions) {
        return new LockedModel(
                model.repo(), model.revision(), model.commit(), model.license(), model.selection(), files, companions);
    }

    private TestBuild elsewhere() {
        return new TestBuild(hub.endpoint(), folder.resolve("elsewhere"));
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path shown(String path) {
        return cache().resolve("models--org--name/snapshots/" + commit + "/" + path);
    }

    /** The methods of the requests for a file, without those of redirects. */
    private List<String> asked(String path) {
        return hub
                .requests(request -> request.path().endsWith("/" + path)
                        && request.path().contains("/resolve/")
                        && request.server() == Server.HUB)
                .stream()
                .map(RecordedRequest::method)
                .toList();
    }

    /** How many bytes of large contents were sent. */
    private long contents() {
        return hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }
}
