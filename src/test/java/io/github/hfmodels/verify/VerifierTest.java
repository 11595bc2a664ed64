package io.github.hfmodels.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.ReadOnly;
import io.github.hfmodels.process.WherePermissionsCount;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.verify.Finding.Kind;
import io.github.hfmodels.verify.VerifyResult.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verifying finds in a cache that a build has filled and something has damaged since. */
@Timeout(60)
class VerifierTest {

    private static final String SMALL = "{\"a\": 1}";
    private static final String LARGE = "weights";

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private Path root;
    private Path repository;
    private Path snapshot;
    private Path largeBlob;
    private Path smallBlob;
    private String commit;

    @BeforeEach
    void fill() throws IOException {
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", SMALL)
                .lfs("sub/model.bin", LARGE.getBytes(StandardCharsets.UTF_8))
                .lfs("zzz.bin", LARGE.getBytes(StandardCharsets.UTF_8))
                .id();
        root = folder.toRealPath().resolve("hub");
        repository = root.resolve("models--org--tiny");
        snapshot = repository.resolve("snapshots").resolve(commit);
        largeBlob = blob(Digest.Algorithm.SHA256, LARGE);
        smallBlob = blob(Digest.Algorithm.GIT_SHA1, SMALL);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    private Path blob(Digest.Algorithm algorithm, String text) {
        return repository.resolve("blobs").resolve(algorithm.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), root);
    }

    private TestBuild prefetched() {
        build().ready("org/tiny");
        return build().model("org/tiny");
    }

    /** Verifies, and checks that it neither asks anybody nor changes anything. */
    private VerifyResult verify(TestBuild build) throws IOException {
        return verify(build, false);
    }

    private VerifyResult verify(TestBuild build, boolean all) throws IOException {
        hub.clearRequests();
        Map<String, String> before = state();
        VerifyResult result = all ? build.verifyAll() : build.verify();
        assertThat(state()).isEqualTo(before);
        assertThat(hub.requests()).isEmpty();
        assertThat(result.failures()).isEmpty();
        return result;
    }

    /** Everything in the test's folder, with its times. That of reading a folder, or a listing, is nobody's use of a model. */
    private Map<String, String> state() throws IOException {
        var state = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String target = attributes.isSymbolicLink() ? " " + Files.readSymbolicLink(path) : "";
                boolean isContent = attributes.isRegularFile()
                        && !path.toString().contains("/trees/")
                        && !path.toString().contains("/refs/");
                state.put(
                        path.toString(),
                        attributes.size() + " " + attributes.lastModifiedTime() + " "
                                + (isContent ? attributes.lastAccessTime() : "") + target);
            }
        }
        return state;
    }

    @Test
    void aWholeCache_hasNothingWrong_andEachContentIsReadOnce() throws IOException {
        TestBuild build = prefetched();

        VerifyResult result = verify(build);

        assertThat(result.findings()).isEmpty();
        assertThat(result.hashed()).isEqualTo(new Contents(2, SMALL.length() + LARGE.length()));
        assertThat(verify(build, true).findings()).isEmpty();
        assertThat(verify(build, true).hashed()).isEqualTo(result.hashed());
    }

    @Test
    void accessTimes_areAsBefore() throws IOException {
        TestBuild build = prefetched();
        FileTime old = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
        for (Path blob : List.of(largeBlob, smallBlob)) {
            Files.getFileAttributeView(blob, BasicFileAttributeView.class).setTimes(old, old, null);
        }

        verify(build);

        assertThat(Files.readAttributes(largeBlob, BasicFileAttributes.class).lastAccessTime())
                .isEqualTo(old);
    }

    /** What happens to a file of the cache. */
    enum Change {
        FLIPPED_BYTE(Kind.WRONG_CONTENT),
        TRUNCATED(Kind.WRONG_LENGTH),
        LONGER(Kind.WRONG_LENGTH),
        NO_BLOB(Kind.DANGLING_LINK),
        NO_LINK(Kind.MISSING),
        LINK_TO_OTHER_BLOB(Kind.OTHER_BLOB),
        LINK_OUT(Kind.OUT_OF_CACHE),
        LINK_LOOP(Kind.DANGLING_LINK),
        FOLDER_FOR_BLOB(Kind.NOT_A_FILE),
        PIPE_FOR_BLOB(Kind.NOT_A_FILE),
        FOLDER_FOR_LINK(Kind.NOT_A_FILE),
        PIPE_FOR_LINK(Kind.NOT_A_FILE),
        UNREADABLE(Kind.UNREADABLE);

        private final Kind kind;

        Change(Kind kind) {
            this.kind = kind;
        }

        void make(Path link, Path blob, Path other, Path outside) throws Exception {
            switch (this) {
                case FLIPPED_BYTE -> {
                    byte[] content = Files.readAllBytes(blob);
                    content[content.length / 2] ^= 1;
                    Files.write(blob, content);
                }
                case TRUNCATED -> Files.write(blob, new byte[] {1, 2, 3});
                case LONGER -> Files.writeString(blob, Files.readString(blob) + ".");
                case NO_BLOB -> Files.delete(blob);
                case NO_LINK -> Files.delete(link);
                case LINK_TO_OTHER_BLOB -> link(link, other);
                case LINK_OUT -> link(link, pipe(outside));
                case LINK_LOOP -> link(link, link);
                case FOLDER_FOR_BLOB -> {
                    Files.delete(blob);
                    Files.createDirectory(blob);
                }
                case PIPE_FOR_BLOB -> {
                    Files.delete(blob);
                    pipe(blob);
                }
                case FOLDER_FOR_LINK -> {
                    Files.delete(link);
                    Files.createDirectory(link);
                }
                case PIPE_FOR_LINK -> {
                    Files.delete(link);
                    pipe(link);
                }
                case UNREADABLE -> Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("---------"));
            }
        }

        private static void link(Path link, Path target) throws IOException {
            Files.delete(link);
            Files.createSymbolicLink(link, target);
        }

        private static Path pipe(Path path) throws Exception {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor(20, TimeUnit.SECONDS), "no pipes");
            return path;
        }
    }

    @ParameterizedTest
    @WherePermissionsCount
    @EnumSource
    void aLargeFile(Change change) throws Exception {
        TestBuild build = prefetched();
        change.make(snapshot.resolve("sub/model.bin"), largeBlob, smallBlob, folder.resolve("outside"));
        // The second file with this content has findings of its own, where links are wrong.
        assertThat(verify(build).findings())
                .filteredOn(finding -> finding.path().endsWith("sub/model.bin"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(change.kind);
                    assertThat(finding.repo().id()).isEqualTo("org/tiny");
                    assertThat(String.valueOf(finding.commit())).isEqualTo(commit);
                    assertThat(finding.reason()).startsWith("'sub/model.bin' ").doesNotContain("\n");
                    assertThat(finding.file()).extracting(RepoFile::path).isEqualTo("sub/model.bin");
                    assertThat(finding.models()).hasSize(1);
                });
    }

    @ParameterizedTest
    @WherePermissionsCount
    @EnumSource
    void aSmallFile(Change change) throws Exception {
        TestBuild build = prefetched();
        change.make(snapshot.resolve("config.json"), smallBlob, largeBlob, folder.resolve("outside"));

        assertThat(verify(build).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(change.kind);
            assertThat(finding.path()).isEqualTo(snapshot.resolve("config.json"));
        });
    }

    /** As a cache in an image is. */
    @Test
    @WherePermissionsCount
    void aCacheThatMayNotBeWritten_isVerifiedAsAnyOther() throws Exception {
        TestBuild build = prefetched();
        Change.FLIPPED_BYTE.make(snapshot, largeBlob, smallBlob, folder);
        Files.delete(snapshot.resolve("config.json"));

        assertThat(ReadOnly.during(root, () -> verify(build)).findings())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.WRONG_CONTENT, Kind.MISSING);
        assertThat(ReadOnly.during(root, () -> verify(build, true)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.WRONG_CONTENT);
    }

    /** It is not said to be missing, which it need not be. */
    @ParameterizedTest
    @WherePermissionsCount
    @CsvSource({
        "blobs, UNREADABLE, UNREADABLE",
        "snapshots, UNREADABLE, UNREADABLE",
        "snapshots/COMMIT, UNREADABLE, UNREADABLE",
        "snapshots/COMMIT/sub, UNREADABLE, UNREADABLE",
        "refs, UNREADABLE, UNREADABLE",
        "refs/main, UNREADABLE, BAD_REF",
        "'', UNREADABLE, UNREADABLE",
        // The names in the snapshot do instead of a listing.
        "trees, , UNREADABLE"
    })
    void whatCannotBeRead(String name, @Nullable Kind ofModel, Kind ofEverything) throws Exception {
        TestBuild build = prefetched();
        Path closed = repository.resolve(name.replace("COMMIT", commit));
        var permissions = Files.getPosixFilePermissions(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        VerifyResult model;
        VerifyResult everything;
        try {
            model = build.verify();
            everything = build.verifyAll();
        } finally {
            Files.setPosixFilePermissions(closed, permissions);
        }

        assertThat(model.failures()).isEmpty();
        assertThat(model.findings())
                .allMatch(finding -> finding.reason().contains("no permission"))
                .extracting(Finding::kind)
                .hasSizeGreaterThanOrEqualTo(ofModel == null ? 0 : 1)
                .allMatch(kind -> kind == ofModel);
        assertThat(everything.findings()).isNotEmpty().extracting(Finding::kind).containsOnly(ofEverything);
    }

    @Test
    void aFolderThatIsALinkOut_isNotReadThrough() throws Exception {
        TestBuild build = prefetched();
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Change.LINK_OUT.make(
                Files.writeString(outside.resolve("model.bin"), ""), largeBlob, smallBlob, folder.resolve("pipe"));
        Files.delete(snapshot.resolve("sub/model.bin"));
        Files.delete(snapshot.resolve("sub"));
        Files.createSymbolicLink(snapshot.resolve("sub"), outside);

        assertThat(verify(build).findings())
                .extracting(finding -> finding.kind() + " " + snapshot.relativize(finding.path()))
                .containsExactly("OUT_OF_CACHE sub/model.bin");
        assertThat(verify(build, true).findings())
                .extracting(finding -> finding.kind() + " " + snapshot.relativize(finding.path()))
                .containsExactlyInAnyOrder("OUT_OF_CACHE sub", "NOT_LISTED sub");
    }

    @Test
    void findings_areAllCounted_andNotAllKept() {
        var findings = new Findings();
        var repo = new RepoId(RepoType.MODEL, "org/name");
        for (int i = 0; i < VerifyResult.MAX_FINDINGS + 5; i++) {
            findings.add(Place.blob(repo, Path.of("blob" + i)).finding(Kind.MISSING, "is missing"));
            findings.add(Place.blob(repo, Path.of("blob0")).finding(Kind.MISSING, "is missing"));
        }

        assertThat(findings.list()).hasSize(VerifyResult.MAX_FINDINGS);
        assertThat(findings.more()).isEqualTo(5);
    }

    /** Of 10,000 optional findings, none may hide one that fails the build. */
    @Test
    void optionalFindings_giveWayToOthers() {
        TestBuild build =
                build().optionalModelFor(new PresetOptions(Preset.TRANSFORMERS, null, null, null, false), "org/tiny");
        var findings = new Findings();
        var repo = new RepoId(RepoType.MODEL, "org/name");
        for (int i = 0; i < VerifyResult.MAX_FINDINGS; i++) {
            findings.add(
                    new Finding(Kind.MISSING, repo, null, null, Path.of("blob" + i), "is missing", build.models()));
        }
        findings.add(Place.blob(repo, Path.of("other")).finding(Kind.MISSING, "is missing"));

        assertThat(findings.list())
                .hasSize(VerifyResult.MAX_FINDINGS)
                .filteredOn(finding -> !finding.isOptional())
                .extracting(Finding::path)
                .containsExactly(Path.of("other"));
        assertThat(findings.more()).isEqualTo(1);
    }

    /** As users do whose disk is full. */
    @ParameterizedTest
    @ValueSource(strings = {"", "blobs"})
    void aLinkedFolderOfARepository_isPartOfTheCache(String name) throws Exception {
        TestBuild build = prefetched();
        Path linked = name.isEmpty() ? repository : repository.resolve(name);
        Path disk = folder.toRealPath().resolve("other disk");
        Files.move(linked, disk);
        Files.createSymbolicLink(linked, disk);

        assertThat(verify(build).findings()).isEmpty();
        Change.FLIPPED_BYTE.make(largeBlob, largeBlob, largeBlob, folder);
        assertThat(verify(build).findings()).extracting(Finding::kind).containsExactly(Kind.WRONG_CONTENT);

        try (var log = new CapturedLog()) {
            VerifyResult all = verify(build, true);
            if (name.isEmpty()) {
                assertThat(log.lines("is not verified"))
                        .singleElement()
                        .asString()
                        .contains(repository.toString());
            } else {
                assertThat(all.findings()).extracting(Finding::kind).containsExactly(Kind.WRONG_CONTENT);
            }
        }
    }

    /** A snapshot need not have all files, and a folder in it is one. */
    @ParameterizedTest
    @WherePermissionsCount
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NO_LINK", "FOLDER_FOR_LINK"})
    void everything(Change change) throws Exception {
        TestBuild build = prefetched();
        change.make(snapshot.resolve("config.json"), smallBlob, largeBlob, folder.resolve("outside"));

        assertThat(verify(build, true).findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(change.kind);
            assertThat(finding.path()).isEqualTo(snapshot.resolve("config.json"));
            assertThat(finding.models()).isEmpty();
        });
        assertThat(verify(build, true).findings()).allMatch(finding -> finding.kind() == change.kind);
    }

    @Test
    void aPartOfASnapshot_isNothingWrong() throws IOException {
        TestBuild build = prefetched();
        Files.delete(snapshot.resolve("config.json"));

        assertThat(verify(build, true).findings()).isEmpty();
        assertThat(verify(build().model("org/tiny", null, "*.bin")).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FLIPPED_BYTE, WRONG_CONTENT", "TRUNCATED, WRONG_LENGTH", "NO_LINK, MISSING"})
    void withoutLinks(Change change, Kind kind) throws Exception {
        build().withoutSymlinks().ready("org/tiny");
        Path file = snapshot.resolve("sub/model.bin");
        change.make(file, file, file, folder.resolve("outside"));

        assertThat(verify(build().model("org/tiny")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.path()).isEqualTo(file);
        });
        assertThat(verify(build(), true).findings())
                .extracting(Finding::kind)
                .containsExactlyElementsOf(kind == Kind.MISSING ? List.of() : List.of(kind));
    }

    @Test
    void withoutAListing_linksNameHashes() throws Exception {
        TestBuild build = prefetched();
        Files.delete(repository.resolve("trees").resolve(commit + ".json"));
        Change.FLIPPED_BYTE.make(largeBlob, largeBlob, largeBlob, folder);
        Files.delete(smallBlob);

        for (boolean all : new boolean[] {false, true}) {
            assertThat(verify(build, all).findings())
                    .extracting(Finding::kind)
                    .containsExactlyInAnyOrder(Kind.WRONG_CONTENT, Kind.DANGLING_LINK);
        }
    }

    @Test
    void withoutListingAndLinks_nothingIsKnown() throws Exception {
        build().withoutSymlinks().ready("org/tiny");
        Files.delete(repository.resolve("trees").resolve(commit + ".json"));

        VerifyResult result = verify(build().model("org/tiny"));

        assertThat(result.findings()).isEmpty();
        assertThat(result.hashed().files()).isZero();
        assertThat(result.unverifiable()).isEqualTo(3);
    }

    @Test
    void aListingThatIsNone() throws Exception {
        TestBuild build = prefetched();
        Path listing = repository.resolve("trees").resolve(commit + ".json");
        Files.writeString(listing, "{");

        for (boolean all : new boolean[] {false, true}) {
            assertThat(verify(build, all).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.BAD_LISTING);
                assertThat(finding.path()).isEqualTo(listing);
            });
        }
    }

    @Test
    void aListingOfALaterVersion_isNotOursToJudge() throws Exception {
        TestBuild build = prefetched();
        Files.writeString(
                repository.resolve("trees").resolve(commit + ".json"), "{\"files\": [1], \"format_version\": 2}");

        for (boolean all : new boolean[] {false, true}) {
            assertThat(verify(build, all).findings()).isEmpty();
        }
    }

    @Test
    void aListingThatDiffersFromTheLock() throws Exception {
        TestBuild build = prefetched();
        var lock = build.lock();
        Path listing = repository.resolve("trees").resolve(commit + ".json");
        Files.writeString(listing, Files.readString(listing).replace(smallBlob.getFileName() + "", "f".repeat(40)));

        assertThat(verify(build().model("org/tiny").locked(lock)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.BAD_LISTING);
                    assertThat(finding.reason()).contains("'config.json'", "hf-models.lock.json");
                });
        assertThat(verify(build).findings()).extracting(Finding::kind).containsExactly(Kind.OTHER_BLOB);
    }

    /** Both files have one blob, and the listing is wrong about the length of one of them. */
    @ParameterizedTest
    @CsvSource({"sub/model.bin, zzz.bin", "zzz.bin, sub/model.bin"})
    void aWrongLengthOfOneFile_doesNotHideTheContentOfTheOther(String lied, String other) throws Exception {
        TestBuild build = prefetched();
        Path listing = repository.resolve("trees").resolve(commit + ".json");
        String text = Files.readString(listing);
        int start = text.indexOf('"' + lied + '"');
        int end = text.indexOf('}', start);
        Files.writeString(
                listing,
                text.substring(0, start)
                        + text.substring(start, end).replaceAll("size\": *" + LARGE.length(), "size\": 99")
                        + text.substring(end));
        assertThat(verify(build).findings())
                .extracting(finding -> finding.kind() + " " + snapshot.relativize(finding.path()))
                .containsExactly("WRONG_LENGTH " + lied);
        Change.FLIPPED_BYTE.make(largeBlob, largeBlob, largeBlob, folder);

        assertThat(verify(build).findings())
                .extracting(finding -> finding.kind() + " " + snapshot.relativize(finding.path()))
                .containsExactlyInAnyOrder("WRONG_LENGTH " + lied, "WRONG_CONTENT " + other);
    }

    @Test
    void refsAndWhatNobodyNames() throws Exception {
        TestBuild build = prefetched();
        Files.writeString(repository.resolve("refs/ghost"), "9".repeat(40));
        Files.writeString(repository.resolve("refs/none"), "main");
        Files.writeString(snapshot.resolve("extra.txt"), "mine");
        Files.writeString(repository.resolve("blobs").resolve("a".repeat(64)), "nobody's");
        Files.writeString(repository.resolve("blobs").resolve("b".repeat(64) + ".0123.incomplete"), "a part");
        Files.writeString(repository.resolve("blobs").resolve("an-etag"), "unknown");

        VerifyResult result = verify(build, true);

        assertThat(result.findings())
                .extracting(finding -> finding.kind() + " " + repository.relativize(finding.path()))
                .containsExactlyInAnyOrder(
                        "GHOST_REF refs/ghost",
                        "BAD_REF refs/none",
                        "NOT_LISTED snapshots/" + commit + "/extra.txt",
                        "WRONG_CONTENT blobs/" + "a".repeat(64));
        assertThat(result.unverifiable()).isEqualTo(2);
        assertThat(verify(build).findings()).isEmpty();
    }

    @Test
    void whatRepositoriesShare_isReadOnce() throws Exception {
        TestBuild build = prefetched();
        Path shared = root.resolve("blobs/ab").resolve("ab" + "0".repeat(62));
        Files.createDirectories(shared.getParent());
        Files.writeString(root.resolve("blobs/.huggingface-shared-blobs"), "1");
        Files.move(largeBlob, shared);
        Files.createSymbolicLink(largeBlob, largeBlob.getParent().relativize(shared));

        assertThat(verify(build, true).findings()).isEmpty();
        assertThat(verify(build, true).hashed().files()).isEqualTo(2);
        Files.writeString(shared, "WEIGHTS");
        assertThat(verify(build, true).findings()).extracting(Finding::kind).containsExactly(Kind.WRONG_CONTENT);
        assertThat(verify(build).findings()).extracting(Finding::kind).containsExactly(Kind.WRONG_CONTENT);
    }

    @Test
    void aModelThatIsNotCached() throws IOException {
        assertThat(verify(build().model("org/tiny")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NOT_CACHED);
            assertThat(finding).hasToString("org/tiny: main is not in the cache");
        });
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), commit);
        assertThat(verify(build().model("org/tiny")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NOT_CACHED);
            assertThat(finding).hasToString("org/tiny at " + commit + ": is not in the cache");
        });
    }

    @Test
    void aLockedModelThatIsNotCached() throws IOException {
        var lock = new TestBuild(hub.endpoint(), folder.resolve("other"))
                .model("org/tiny")
                .lock();

        assertThat(verify(build().model("org/tiny").locked(lock)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_CACHED);
    }

    @Test
    void aLock_knowsTheSha256OfSmallFiles() throws IOException {
        TestBuild build = prefetched();
        var lock = build.lock();
        assertThat(verify(build().model("org/tiny").locked(lock)).findings()).isEmpty();
        // As if someone had found two contents with one SHA-1.
        var model = lock.models().get(0);
        var files = model.files().stream()
                .map(file -> file.lfs() == null ? file.withSha256("5".repeat(64)) : file)
                .toList();
        var other = new ModelLock(List.of(new LockedModel(
                model.repo(),
                model.revision(),
                model.commit(),
                model.license(),
                model.selection(),
                files,
                model.companions())));

        assertThat(verify(build().model("org/tiny").locked(other)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.WRONG_CONTENT);
                    assertThat(finding.reason())
                            .isEqualTo("'config.json' does not have the content with hash " + "5".repeat(64));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "COPY, TREE, 5",
        "COPY, FLAT, 5",
        "COPY, JLAMA, 5",
        "HARD, TREE, 2",
        "HARD, FLAT, 2",
        "SYMBOLIC, JLAMA, 2"
    })
    void laidOutFiles(LinkMode mode, Layout layout, int contents) throws IOException {
        Path output = folder.resolve("output");
        build().link(mode).model("org/tiny", output, layout).run();
        TestBuild build = build().link(mode).model("org/tiny", output, layout);
        Path place = layout == Layout.JLAMA ? output.resolve("org_tiny") : output;
        Path file = place.resolve(layout == Layout.FLAT ? "model.bin" : "sub/model.bin");

        assertThat(verify(build).findings()).isEmpty();
        assertThat(verify(build).hashed().files()).isEqualTo(contents);

        Files.delete(file);
        assertThat(verify(build).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NOT_LAID_OUT);
            assertThat(finding.path()).isEqualTo(file);
        });
        Files.writeString(file, "WEIGHTS");
        assertThat(verify(build).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.LAID_OUT_DIFFERS);
            assertThat(finding.path()).isEqualTo(file);
            assertThat(finding.reason()).contains("model.bin", "does not have the content with hash");
        });
        Files.writeString(file, "");
        assertThat(verify(build).findings()).extracting(Finding::kind).containsExactly(Kind.LAID_OUT_DIFFERS);
    }

    /** The content that both have is fetched anew, and then the hard link still has the old one. */
    @Test
    void aHardLink_isAFindingOfItsOwn() throws IOException {
        Path output = folder.resolve("output");
        build().link(LinkMode.HARD).model("org/tiny", output).run();
        Files.writeString(largeBlob, "WEIGHTS");

        assertThat(verify(build().model("org/tiny", output)).findings())
                .extracting(finding -> finding.kind() + " " + finding.path())
                .containsExactlyInAnyOrder(
                        "WRONG_CONTENT " + snapshot.resolve("sub/model.bin"),
                        "LAID_OUT_DIFFERS " + output.resolve("zzz.bin"),
                        "LAID_OUT_DIFFERS " + output.resolve("sub/model.bin"));
    }

    @Test
    void whatIsNotLaidOutYet_isNothingWrong() throws IOException {
        prefetched();

        assertThat(verify(build().model("org/tiny", folder.resolve("output"))).findings())
                .isEmpty();
    }

    /** Caches of Python have none until all files are there. */
    @ParameterizedTest
    @EnumSource(names = {"NO_BLOB", "LINK_LOOP", "LINK_OUT", "FOLDER_FOR_BLOB", "PIPE_FOR_BLOB", "PIPE_FOR_LINK"})
    void withoutAListing_whatTheSnapshotNamesIsNeeded(Change change) throws Exception {
        TestBuild build = prefetched();
        Files.delete(repository.resolve("trees").resolve(commit + ".json"));
        change.make(snapshot.resolve("config.json"), smallBlob, largeBlob, folder.resolve("outside"));

        assertThat(verify(build).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(change.kind);
            assertThat(finding.path()).isEqualTo(snapshot.resolve("config.json"));
            assertThat(finding.reason()).startsWith("'config.json' ");
        });
        assertThat(verify(build().model("org/tiny", null, "*.bin")).findings()).isEmpty();
    }

    /** What the preset does not choose among the names in the snapshot may be missing; a repair would fetch it for nothing. */
    @ParameterizedTest
    @CsvSource({
        "picture.png,",
        "model.safetensors, model.safetensors",
        "tokenizer.json, tokenizer.json",
        // Without it nobody knows what else is needed.
        "config.json, config.json"
    })
    void withoutAListing_aPresetNeedsWhatItChooses(String lost, @Nullable String found) throws IOException {
        String llm = hub.model("org/llm")
                .commit("first")
                .file("config.json", "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"}")
                .file("tokenizer.json", "{}")
                .lfs("model.safetensors", new byte[100])
                .lfs("picture.png", new byte[50])
                .id();
        build().ready("org/llm");
        var options = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
        Path llmFolder = root.resolve("models--org--llm");
        Files.delete(llmFolder.resolve("trees").resolve(llm + ".json"));
        Path link = llmFolder.resolve("snapshots").resolve(llm).resolve(lost);
        Files.delete(link.toRealPath());

        assertThat(verify(build().modelFor(options, "org/llm")).findings())
                .allMatch(finding -> finding.kind() == Kind.DANGLING_LINK
                        && finding.path().equals(link)
                        && finding.advice().action() == Advice.Action.REPAIR)
                .extracting(finding -> finding.file().path())
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    /** What decides on others is read in any case, and has another stamp each time as its access time is put back. */
    @Test
    void aFileThatDecidesOnOthers_isHashedOnce() throws IOException {
        hub.model("org/llm")
                .commit("first")
                .file("config.json", "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"}")
                .file("tokenizer.json", "{}")
                .lfs("model.safetensors", new byte[100]);
        var options = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
        assertThat(build().modelFor(options, "org/llm").run().failures()).isEmpty();

        try (var log = new CapturedLog()) {
            assertThat(verify(build().modelFor(options, "org/llm")).hashed().files())
                    .isEqualTo(3);
            assertThat(log.lines("Verifying 2 files, 102 B")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"architectures\": [\"X\"]", ""})
    void aFileThatDecidesOnOthers_isNotBelievedWhenItIsWrong(String text) throws IOException {
        hub.model("org/llm")
                .commit("first")
                .file("config.json", "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"}")
                .file("tokenizer.json", "{}")
                .lfs("model.safetensors", new byte[100]);
        var options = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
        assertThat(build().modelFor(options, "org/llm").run().failures()).isEmpty();
        assertThat(verify(build().modelFor(options, "org/llm")).findings()).isEmpty();
        Path config = root.resolve("models--org--llm/snapshots");
        try (Stream<Path> files = Files.walk(config)) {
            config = files.filter(path -> path.endsWith("config.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(config, text);

        assertThat(verify(build().modelFor(options, "org/llm")).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isIn(Kind.WRONG_LENGTH);
                    assertThat(finding.file()).extracting(RepoFile::path).isEqualTo("config.json");
                });
    }
}
