package io.github.hfmodels.verify;

import static io.github.hfmodels.verify.BadCache.CONFIG;
import static io.github.hfmodels.verify.BadCache.WEIGHTS;
import static io.github.hfmodels.verify.BadCache.spoil;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.FolderText;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.verify.Finding.Kind;
import io.github.hfmodels.verify.RepairResult.Repaired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** End to end: what a repair fetches, and what the cache is afterwards. Of failures see {@link RepairFailuresTest}. */
@Timeout(120)
class RepairTest {

    @TempDir
    private Path temporary;

    private BadCache bad;
    private String whole;

    @BeforeEach
    void prepare() throws IOException {
        bad = new BadCache(temporary.resolve("cache"));
        whole = FolderText.of(bad.cache);
    }

    @AfterEach
    void stopHub() {
        bad.close();
    }

    @Test
    void aWrongContentIsFetchedOnce_forAllRevisionsThatHaveIt() throws IOException {
        spoil(bad.blob(WEIGHTS));

        RepairResult result = repair(
                bad.finding(Kind.WRONG_CONTENT, bad.first, "onnx/model.bin"),
                bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin"));

        assertRepaired(result, 2);
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
        assertThat(bad.otherRequests()).isZero();
        assertThat(result.bytes()).isEqualTo(WEIGHTS.size());
        assertThat(result.repaired().get(0))
                .hasToString("org/name at " + bad.first + ": 'onnx/model.bin' is bad; fetched again from 127.0.0.1");
    }

    @Test
    void aWrongLengthIsFetchedAnew_andNothingElse() throws IOException {
        Files.writeString(bad.blob(CONFIG), "{");

        assertRepaired(repair(bad.finding(Kind.WRONG_LENGTH, bad.second, "config.json")), 1);
        assertThat(bad.fetched()).containsExactly("config.json");
        assertThat(bad.otherRequests()).isZero();
    }

    @Test
    void aMissingBlobIsFetched() throws IOException {
        Files.delete(bad.blob(CONFIG));

        assertRepaired(repair(bad.finding(Kind.DANGLING_LINK, bad.second, "config.json")), 1);
        assertThat(bad.fetched()).containsExactly("config.json");
    }

    @Test
    void withoutAListing_aMissingBlobIsFoundAndFetched() throws IOException {
        Files.delete(bad.folder().resolve("trees/" + bad.second + ".json"));
        Files.delete(bad.blob(CONFIG));
        List<Finding> findings = bad.build().model("org/name").verify().findings();

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.DANGLING_LINK);
        assertRepaired(repair(findings.toArray(Finding[]::new)), 1);
        assertThat(bad.fetched()).containsExactly("config.json");
    }

    @Test
    void aFolderInPlaceOfABlobIsReplaced() throws IOException {
        Files.delete(bad.blob(CONFIG));
        Files.createDirectories(bad.blob(CONFIG).resolve("inner/most"));
        Path precious = Files.writeString(temporary.resolve("precious"), "of somebody");
        Files.createSymbolicLink(bad.blob(CONFIG).resolve("inner/link"), precious);

        assertRepaired(repair(bad.finding(Kind.NOT_A_FILE, bad.second, "config.json")), 1);
        assertThat(precious).hasContent("of somebody");
    }

    @Test
    void aFolderInPlaceOfAFileIsReplacedWithoutARequest() throws IOException {
        Path file = bad.file(bad.second, "onnx/model.bin");
        Files.delete(file);
        Files.createDirectories(file.resolve("inner"));

        assertRepaired(repair(bad.finding(Kind.NOT_A_FILE, bad.second, "onnx/model.bin")), 1);
        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void aBlobThatLeadsOutOfTheCacheIsReplaced_andWhatItLedToIsLeftAlone() throws IOException {
        Path outside = Files.move(bad.blob(WEIGHTS), temporary.resolve("outside"));
        Files.createSymbolicLink(bad.blob(WEIGHTS), outside);

        assertRepaired(repair(bad.finding(Kind.OUT_OF_CACHE, bad.second, "onnx/model.bin")), 1);
        assertThat(outside).exists();
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
    }

    @Test
    void aBadContentOfTheSharedStoreIsLeftAlone_andTheRepositoryGetsItsOwn() throws IOException {
        Path store = Files.createDirectories(bad.cache.resolve("blobs/ab"));
        Files.writeString(bad.cache.resolve("blobs/.huggingface-shared-blobs"), "1\n");
        Path shared = Files.move(bad.blob(WEIGHTS), store.resolve("ab" + "0".repeat(62)));
        Files.createSymbolicLink(bad.blob(WEIGHTS), Path.of("../../blobs/ab").resolve(shared.getFileName()));
        spoil(shared);
        byte[] before = Files.readAllBytes(shared);

        RepairResult result = repair(bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin"));

        assertThat(result.repaired())
                .extracting(Repaired::how)
                .containsExactly("fetched again from 127.0.0.1; the content that repositories share was left as it is");
        assertThat(shared).hasBinaryContent(before);
        assertThat(bad.blob(WEIGHTS)).isRegularFile();
        assertThat(Files.isSymbolicLink(bad.blob(WEIGHTS))).isFalse();
        assertThat(FolderText.of(bad.folder())).isEqualTo(whole("models--org--name/"));
    }

    private String whole(String prefix) {
        return String.join(
                "\n",
                whole.lines()
                        .filter(line -> line.startsWith(prefix) && !line.equals(prefix))
                        .map(line -> line.substring(prefix.length()))
                        .toList());
    }

    @Test
    void missingFilesAndWrongLinks_areMadeFromTheCachesBlobs() throws IOException {
        Files.delete(bad.file(bad.first, "config.json"));
        Path link = bad.file(bad.second, "config.json");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../../blobs").resolve(WEIGHTS.sha256()));
        Path plain = bad.file(bad.second, "onnx/model.bin");
        Files.delete(plain);
        Files.write(plain, new byte[(int) WEIGHTS.size()]);

        RepairResult result = repair(
                bad.finding(Kind.MISSING, bad.first, "config.json"),
                bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin"),
                bad.finding(Kind.OTHER_BLOB, bad.second, "config.json"));

        assertRepaired(result, 3);
        assertThat(result.repaired()).extracting(Repaired::how).containsOnly("made again from what the cache has");
        assertThat(bad.fetched()).isEmpty();
        // Which of both is wrong, the link or the listing, only the Hub knows.
        assertThat(bad.otherRequests()).isEqualTo(1);
    }

    @Test
    void aLinkIsNotMadeToABlobThatIsBad() throws IOException {
        Files.delete(bad.file(bad.second, "onnx/model.bin"));
        spoil(bad.blob(WEIGHTS));

        assertRepaired(repair(bad.finding(Kind.MISSING, bad.second, "onnx/model.bin")), 1);
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
    }

    @Test
    void whatWasGoodByThen_isNotFetched() {
        assertRepaired(repair(bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin")), 1);
        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void aFileWithoutAListing_isListedAndFetched() throws IOException {
        Finding finding = bad.finding(Kind.WRONG_LENGTH, bad.second, bad.file(bad.second, "config.json"));
        Files.delete(bad.folder().resolve("trees/" + bad.second + ".json"));
        Files.writeString(bad.blob(CONFIG), "{");

        assertRepaired(repair(finding), 1);
        assertThat(bad.fetched()).containsExactly("config.json");
        assertThat(bad.otherRequests()).isEqualTo(1);
    }

    @Test
    void oneContentInTwoRepositories_isFetchedForEach() throws IOException {
        bad.hub.model("org/other").commit("first").xet("model.bin", WEIGHTS).id();
        bad.build().ready("org/other");
        whole = FolderText.of(bad.cache);
        bad.hub.clearRequests();
        Path other = bad.cache.resolve("models--org--other/blobs/" + WEIGHTS.sha256());
        spoil(other);
        spoil(bad.blob(WEIGHTS));
        Finding mine = bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin");
        String commit = Files.readString(bad.cache.resolve("models--org--other/refs/main"));
        var theirs = new Finding(
                Kind.WRONG_CONTENT,
                new io.github.hfmodels.model.RepoId(io.github.hfmodels.model.RepoType.MODEL, "org/other"),
                new CommitHash(commit),
                null,
                bad.cache.resolve("models--org--other/snapshots/" + commit + "/model.bin"),
                "'model.bin' is bad",
                List.of());

        assertRepaired(repair(mine, theirs), 2);
        assertThat(bad.fetched()).containsExactlyInAnyOrder("onnx/model.bin", "model.bin");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MISSING", "WRONG_CONTENT", "WRONG_LENGTH", "NOT_A_FILE"})
    void withoutLinks_aBadFileIsCopiedFromAGoodOne(Kind kind) throws IOException {
        prepareWithoutLinks();
        spoilPlain(kind, bad.file(bad.first, "onnx/model.bin"));

        assertRepaired(repair(bad.finding(kind, bad.first, "onnx/model.bin")), 1);
        assertThat(bad.hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MISSING", "WRONG_CONTENT", "WRONG_LENGTH", "NOT_A_FILE"})
    void withoutLinks_allBadFilesOfAContentAreFetchedOnce(Kind kind) throws IOException {
        prepareWithoutLinks();
        spoilPlain(kind, bad.file(bad.first, "onnx/model.bin"));
        spoilPlain(kind, bad.file(bad.second, "onnx/model.bin"));

        assertRepaired(
                repair(bad.finding(kind, bad.first, "onnx/model.bin"), bad.finding(kind, bad.second, "onnx/model.bin")),
                2);
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
    }

    private void prepareWithoutLinks() throws IOException {
        bad.close();
        bad = new BadCache(temporary.resolve("plain"), false);
        whole = FolderText.of(bad.cache);
    }

    private static void spoilPlain(Kind kind, Path file) throws IOException {
        switch (kind) {
            case WRONG_CONTENT -> spoil(file);
            case WRONG_LENGTH -> Files.writeString(file, "short");
            case NOT_A_FILE -> {
                Files.delete(file);
                Files.createDirectory(file);
            }
            default -> Files.delete(file);
        }
    }

    @Test
    void aListingThatCannotBeRead_isAskedForAnew() throws IOException {
        Path tree = bad.folder().resolve("trees/" + bad.second + ".json");
        Files.writeString(tree, "{");

        RepairResult result = repair(bad.finding(Kind.BAD_LISTING, bad.second, tree));

        assertRepaired(result, 1);
        assertThat(bad.otherRequests()).isEqualTo(1);
        assertThat(bad.fetched()).isEmpty();
        assertThat(result.repaired()).extracting(Repaired::how).containsExactly("listed again by 127.0.0.1");
    }

    @Test
    void aFolderInPlaceOfAListing_isReplaced() throws IOException {
        Path tree = bad.folder().resolve("trees/" + bad.second + ".json");
        Files.delete(tree);
        Files.createDirectories(tree.resolve("inner"));

        assertRepaired(repair(bad.finding(Kind.BAD_LISTING, bad.second, tree)), 1);
    }

    @Test
    void aListingThatDisagrees_isAskedForAnew_andTheLinkStays() throws IOException {
        Path tree = bad.folder().resolve("trees/" + bad.second + ".json");
        Files.writeString(tree, Files.readString(tree).replace(CONFIG.gitSha1(), "f".repeat(40)));

        assertRepaired(repair(bad.finding(Kind.OTHER_BLOB, bad.second, "config.json")), 1);
        assertThat(bad.fetched()).isEmpty();
        assertThat(bad.otherRequests()).isEqualTo(1);
    }

    @Test
    void aFileThatOnlyTheStoredListingLacks_isListedAgain() throws IOException {
        Path tree = bad.folder().resolve("trees/" + bad.second + ".json");
        Files.writeString(tree, Files.readString(bad.folder().resolve("trees/" + bad.first + ".json")));

        assertRepaired(repair(bad.finding(Kind.NOT_LISTED, bad.second, bad.file(bad.second, "README.md"))), 1);
        assertThat(bad.otherRequests()).isEqualTo(1);
    }

    @Test
    void aFileThatNobodyLists_isNamed_andStays() throws IOException {
        Path extra = Files.writeString(bad.file(bad.second, "extra.txt"), "of somebody");

        RepairResult result = repair(bad.finding(Kind.NOT_LISTED, bad.second, extra));

        assertThat(result.repaired()).isEmpty();
        assertThat(result.failures())
                .extracting(TestBuild::message)
                .containsExactly("org/name@" + bad.second
                        + ": it is bad, nor does 127.0.0.1 list it; delete it if nobody needs it");
        assertThat(extra).hasContent("of somebody");
    }

    @Test
    void aRefWithoutASnapshot_isOfAModelAndPrefetched() throws IOException {
        String third =
                bad.hub.model("org/name").commit("third").file("new.txt", "new").id();
        Files.writeString(bad.folder().resolve("refs/main"), third);
        TestBuild build = bad.build().model("org/name", null, "*.txt");

        RepairResult result = build.repair(List.of(bad.finding(
                Kind.GHOST_REF,
                third,
                bad.folder().resolve("refs/main"),
                build.models().get(0))));

        assertThat(result.failures()).isEmpty();
        assertThat(result.repaired()).hasSize(1);
        assertThat(bad.fetched()).containsExactly("new.txt");
        assertThat(bad.file(third, "new.txt")).hasContent("new");
    }

    @Test
    void aRefOfNoModel_isNotRepaired() throws IOException {
        Path ref = Files.writeString(bad.folder().resolve("refs/main"), "f".repeat(40));

        RepairResult result = repair(bad.finding(Kind.GHOST_REF, "f".repeat(40), ref));

        assertThat(result).isEqualTo(new RepairResult(List.of(), List.of(), 0));
        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void aRefThatIsNone_isLookedUpAnew() throws IOException {
        Path ref = Files.writeString(bad.folder().resolve("refs/main"), "nonsense");
        TestBuild build = bad.build().model("org/name");
        var finding = new Finding(
                Kind.BAD_REF,
                BadCache.REPO,
                null,
                null,
                ref,
                "it is no ref",
                List.of(build.models().get(0)));

        assertRepaired(build.repair(List.of(finding)), 1);
        assertThat(bad.fetched()).isEmpty();
    }

    @Test
    void aLockedContent_isRepairedByTheLock() throws IOException {
        ModelLock lock = bad.build().model("org/name").lock();
        Files.delete(bad.folder().resolve("trees/" + bad.second + ".json"));
        Files.delete(bad.folder().resolve("trees/" + bad.first + ".json"));
        whole = FolderText.of(bad.cache);
        bad.hub.clearRequests();
        spoil(bad.blob(CONFIG));
        TestBuild build = bad.build().locked(lock).model("org/name");
        var finding = new Finding(
                Kind.WRONG_CONTENT,
                BadCache.REPO,
                new CommitHash(bad.second),
                lock.models().get(0).files().stream()
                        .filter(file -> file.path().equals("config.json"))
                        .findFirst()
                        .orElseThrow(),
                bad.file(bad.second, "config.json"),
                "'config.json' is bad",
                build.models());

        assertRepaired(build.repair(List.of(finding)), 1);
        assertThat(bad.fetched()).containsExactly("config.json");
        assertThat(bad.otherRequests()).isZero();
    }

    @Test
    void aPrivateModel_isRepairedWithTheToken() throws IOException {
        bad.hub.token("hf_secret").model("org/name").makePrivate("hf_secret");
        spoil(bad.blob(CONFIG));

        assertRepaired(
                bad.build()
                        .token("hf_secret")
                        .repair(List.of(bad.finding(Kind.WRONG_CONTENT, bad.first, "config.json"))),
                1);
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void aLaidOutFileThatDiffers_isLaidOutAgain(LinkMode mode) throws IOException {
        Path output = temporary.resolve("output");
        TestBuild build = bad.build().link(mode).model("org/name", output, Layout.FLAT, "**/*.bin");
        assertThat(build.run().failures()).isEmpty();
        bad.hub.clearRequests();
        whole = FolderText.of(bad.cache);
        Path laidOut = output.resolve("model.bin");
        FileTime time = Files.getLastModifiedTime(laidOut, LinkOption.NOFOLLOW_LINKS);
        byte[] wrong = WEIGHTS.open(0).readAllBytes();
        wrong[0] ^= 1;
        Files.delete(laidOut);
        Files.write(laidOut, wrong);
        Files.setLastModifiedTime(laidOut, time);

        Finding finding = bad.finding(
                Kind.LAID_OUT_DIFFERS,
                bad.second,
                "onnx/model.bin",
                build.models().get(0));
        assertRepaired(build.repair(List.of(finding)), 1);

        assertThat(laidOut).hasBinaryContent(WEIGHTS.open(0).readAllBytes());
        assertThat(Files.isSymbolicLink(laidOut)).isEqualTo(mode == LinkMode.SYMBOLIC);
        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void aBadBlobAndItsCopyInADirectory_areBothRepaired() throws IOException {
        Path output = temporary.resolve("output");
        TestBuild build = bad.build().link(LinkMode.HARD).model("org/name", output, Layout.TREE, "**/*.bin");
        assertThat(build.run().failures()).isEmpty();
        bad.hub.clearRequests();
        spoil(bad.blob(WEIGHTS));
        ModelRequest model = build.models().get(0);

        assertRepaired(
                build.repair(List.of(
                        bad.finding(Kind.LAID_OUT_DIFFERS, bad.second, "onnx/model.bin", model),
                        bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin", model))),
                2);

        assertThat(output.resolve("onnx/model.bin"))
                .hasBinaryContent(WEIGHTS.open(0).readAllBytes());
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
    }

    @Test
    void pythonVerifiesWhatWasRepaired() throws IOException {
        Python python = Python.requireHuggingfaceHub();
        spoil(bad.blob(WEIGHTS));
        Files.delete(bad.file(bad.second, "config.json"));
        Files.delete(bad.blob(CONFIG));

        assertRepaired(
                repair(
                        bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin"),
                        bad.finding(Kind.MISSING, bad.second, "config.json")),
                2);

        String out = python.run(Map.of("HF_ENDPOINT", bad.hub.endpoint(), "HF_HUB_CACHE", bad.cache.toString()), """
                import sys
                from huggingface_hub.cli.hf import main
                sys.argv = ["hf", "cache", "verify", "org/name", "--fail-on-missing-files", "--fail-on-extra-files"]
                try:
                    main()
                except SystemExit as end:
                    assert not end.code, end.code
                """);
        assertThat(out).contains("org/name");
    }

    private RepairResult repair(Finding... findings) {
        return bad.build().repair(List.of(findings));
    }

    /** Everything is as it was before something went bad. */
    private void assertRepaired(RepairResult result, int count) throws java.io.UncheckedIOException {
        assertThat(result.failures()).extracting(TestBuild::message).isEmpty();
        assertThat(result.repaired()).hasSize(count);
        try {
            assertThat(FolderText.of(bad.cache)).isEqualTo(whole);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
