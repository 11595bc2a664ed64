package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.process.NamedPipe;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.DelegatingSource;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.ModelSourceContract;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSourceTest extends ModelSourceContract {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final CommitHash COMMIT = new CommitHash("a".repeat(40));
    private static final long LARGE = 1 << 20;

    @TempDir
    private Path temporary;

    private final AtomicLong contentBytes = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long stallAt = Long.MAX_VALUE;
    private Map<String, Content> published = Map.of();

    @Override
    protected RepoId repo() {
        return REPO;
    }

    @Override
    protected Revision defaultRevision() {
        return Revision.MAIN;
    }

    /** A folder takes none. */
    @Override
    protected int requestsOfAListing() {
        return 0;
    }

    @Override
    protected CommitHash publish(Map<String, Content> files) {
        published = files;
        String siblings = files.entrySet().stream()
                .map(each -> sibling(each.getKey(), each.getValue()))
                .collect(Collectors.joining(","));
        say("main", "{'sha':'" + COMMIT + "','siblings':[" + siblings + "]}");
        say(COMMIT.hex(), "{'sha':'" + COMMIT + "','siblings':[" + siblings + "]}");
        files.keySet().forEach(this::restore);
        return COMMIT;
    }

    private static String sibling(String path, Content content) {
        String lfs = content.size() < LARGE
                ? ""
                : ",'lfs':{'sha256':'" + content.sha256() + "','size':" + content.size() + "}";
        return "{'rfilename':'" + path + "','size':" + content.size() + ",'blobId':'" + content.gitSha1() + "'" + lfs
                + "}";
    }

    /** Writes what the folder says of a revision. */
    private void say(String revision, String json) {
        write(folder().resolve("api/models/org/name/revision").resolve(revision), json.replace('\'', '"'));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(String path) {
        try (InputStream content = published.get(path).open(0)) {
            Files.createDirectories(content(path).getParent());
            Files.copy(content, content(path), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return temporary.resolve("mirror");
    }

    private Path content(String path) {
        return folder().resolve("org/name/resolve").resolve(COMMIT.hex()).resolve(path);
    }

    @Override
    protected ModelSource connect() {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Counted(new FolderSource(folder()));
    }

    /** Counts the bytes that are copied, and copies slowly where the test wants that. */
    private final class Counted extends DelegatingSource {

        Counted(ModelSource source) {
            super(source);
        }

        @Override
        public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
                throws IOException {
            super.fetch(repo, commit, file, part, new TransferObserver() {
                private long received;

                @Override
                public void received(long bytes) throws io.github.hfmodels.progress.DownloadCancelledException {
                    received += bytes;
                    contentBytes.addAndGet(bytes);
                    observer.received(bytes);
                    if (received > stallAt) {
                        awaitClose();
                    }
                }

                @Override
                public void requested() {
                    observer.requested();
                }

                @Override
                public void resumed(long bytes) {
                    observer.resumed(bytes);
                }

                @Override
                public void lost(long bytes) {
                    observer.lost(bytes);
                }
            });
        }

        private void awaitClose() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            super.close();
            closed.countDown();
        }
    }

    private Stream<Path> large() {
        return published.entrySet().stream()
                .filter(each -> each.getValue().size() >= LARGE)
                .map(each -> content(each.getKey()));
    }

    @Override
    protected void breakContentsAfter(long bytes) {
        large().forEach(file -> change(file, content -> content.setLength(bytes)));
    }

    @Override
    protected void corruptContents() {
        large().forEach(file -> change(file, content -> {
            content.seek(1_000);
            int right = content.read();
            content.seek(1_000);
            content.write(right ^ 1);
        }));
    }

    private interface Change {
        void of(RandomAccessFile content) throws IOException;
    }

    private static void change(Path file, Change change) {
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            change.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void stallContentsAfter(long bytes) {
        stallAt = bytes;
    }

    @Override
    protected void loseFile(String path) {
        try {
            Files.delete(content(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void limitRate() {
        abort("skipped: a folder does not limit the rate of requests");
    }

    @Override
    protected void repair() {
        published.keySet().forEach(this::restore);
        contentBytes.set(0);
    }

    @Override
    protected void stopServer() {
        try {
            if (Files.exists(folder())) {
                Files.move(folder(), temporary.resolve("unmounted"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected long contentBytes() {
        return contentBytes.get();
    }

    @Test
    void aMissingFolder_isNamed() throws IOException {
        Files.delete(folder());

        assertThat(fails(Revision.MAIN, Kind.UNREACHABLE))
                .hasMessageContaining("the mirror folder " + folder() + " does not exist");
    }

    @Test
    void aFileInPlaceOfTheFolder_isNamed() throws IOException {
        Files.delete(folder());
        Files.createFile(folder());

        assertThat(fails(Revision.MAIN, Kind.UNREACHABLE)).hasMessageContaining("is not a folder");
    }

    @Test
    void aMissingRevision_namesThoseThatAreThere() {
        publish(Map.of("a", Content.of("a")));
        say("refs/pr/1", "{}");

        for (String missing : new String[] {"v2", "refs", "main/2", "refs/pr/2"}) {
            assertThat(fails(new Revision(missing), Kind.REVISION_NOT_FOUND))
                    .hasMessageContaining("does not have revision " + missing + ", but main, refs/pr/1, " + COMMIT);
        }
    }

    @Test
    void aRevisionWithSlashes_isFound() throws IOException {
        publish(Map.of("a", Content.of("a")));
        say("refs/pr/1", "{'sha':'" + COMMIT + "','siblings':[]}");

        assertThat(connect()
                        .list(new ListingRequest(REPO, new Revision("refs/pr/1")))
                        .commit())
                .isEqualTo(COMMIT);
    }

    @Test
    void info_isTheCardThatTheFolderHas() throws IOException {
        publish(Map.of("a", Content.of("a")));
        say(COMMIT.hex(), "{'sha':'" + COMMIT + "','siblings':[],'cardData':{'license':'mit','language':'en'}}");

        ModelInfo info = connect().info(REPO, COMMIT, List.of("a"));

        assertThat(info.license()).isEqualTo("mit");
        assertThat(info.card().languages()).containsExactly("en");
        assertThat(info.scans()).isEmpty();
    }

    @Test
    void info_ofAMirrorFolderThatHasNoLicense_doesNotSayThatThereIsNone() throws IOException {
        say(COMMIT.hex(), "{'sha':'" + COMMIT + "','siblings':[],'siblingsComplete':true}");

        assertThat(connect().info(REPO, COMMIT, List.of()).hasCard()).isFalse();
    }

    @Test
    void info_ofAFolderWithTheBranchAlone_isWhatThatSaysOfTheCommit() throws IOException {
        say("main", "{'sha':'" + COMMIT + "','siblings':[],'cardData':{'license':'mit'}}");

        assertThat(connect().info(REPO, COMMIT, List.of()).license()).isEqualTo("mit");
        assertThat(connect().info(REPO, new CommitHash("b".repeat(40)), List.of()))
                .isEqualTo(ModelInfo.EMPTY);
    }

    @Test
    void info_ofAFolderWithOtherRevisionsAlone_isEmpty() throws IOException {
        say("refs/pr/1", "{'sha':'" + COMMIT + "','siblings':[]}");

        assertThat(connect().info(REPO, COMMIT, List.of())).isEqualTo(ModelInfo.EMPTY);
    }

    @Test
    void aFolderWithoutLists_says() throws IOException {
        publish(Map.of("a", Content.of("a")));
        Files.move(folder().resolve("api"), temporary.resolve("api"));

        assertThat(fails(Revision.MAIN, Kind.REPOSITORY_NOT_FOUND))
                .hasMessageContaining("has files of this model, but");
    }

    @Test
    void datasetsAndSpaces_haveFoldersOfTheirOwn() throws IOException {
        String json = "{\"sha\":\"" + COMMIT + "\",\"siblings\":[],\"cardData\":{\"license\":\"mit\"}}";
        write(folder().resolve("api/datasets/squad/revision/main"), json);
        write(folder().resolve("api/spaces/org/name/revision/main"), json);

        for (RepoId repo :
                new RepoId[] {new RepoId(RepoType.DATASET, "squad"), new RepoId(RepoType.SPACE, "org/name")}) {
            assertThat(connect().list(new ListingRequest(repo, Revision.MAIN)).license())
                    .isEqualTo("mit");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "{'sha':'" + "a",
                "{'siblings':[]}",
                "{'sha':'main','siblings':[]}",
                "{'sha':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
                "{'sha':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','siblings':[null]}",
                "{'sha':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','siblings':[{'rfilename':'a'}]}",
                "{'sha':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','siblings':[{'rfilename':'a','size':-1,'blobId':'b'}]}"
            })
    void aDamagedList_isNamed(String json) {
        say("main", json);

        assertThat(fails(Revision.MAIN, Kind.MALFORMED))
                .hasMessageContaining("file " + folder().resolve("api/models/org/name/revision/main") + " is damaged");
    }

    @Test
    void aCommitThatSaysToBeAnother_isDamaged() {
        say("b".repeat(40), "{'sha':'" + COMMIT + "','siblings':[]}");

        fails(new Revision("b".repeat(40)), Kind.MALFORMED);
    }

    @Test
    void pipes_areNotOpened() throws Exception {
        publish(Map.of("a", Content.of("a")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Files.delete(content("a"));
        NamedPipe.in(content("a"));
        NamedPipe.in(folder().resolve("api/models/org/name/revision/pipe"));

        assertThat(fails(new Revision("pipe"), Kind.UNAVAILABLE)).hasMessageContaining("expected a regular file");
        assertThat(fetchFails(file)).hasMessageContaining("expected a regular file");
        assertThat(connect().digest(REPO, COMMIT, file)).isEmpty();
    }

    @Test
    void aFolderInPlaceOfAContent_isNamed() throws IOException {
        publish(Map.of("a", Content.of("a")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Files.delete(content("a"));
        Files.createDirectory(content("a"));

        assertThat(fetchFails(file)).hasMessageContaining("it is a folder");
    }

    @Test
    void links_areFollowed() throws IOException {
        publish(Map.of("a", Content.of("a")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Files.move(content("a"), temporary.resolve("blob"));
        Files.createSymbolicLink(content("a"), temporary.resolve("blob"));
        Path part = temporary.resolve("part");

        connect().fetch(REPO, COMMIT, file, part, TransferObserver.NONE);

        assertThat(part).hasContent("a");
    }

    @Test
    void aContentThatIsLonger_isRefused() throws IOException {
        publish(Map.of("a", Content.of("a")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Files.writeString(content("a"), "ab");

        assertThat(fetchFails(file)).hasMessageContaining("is longer than the 1 bytes");
    }

    @Test
    void whatIsThereOfAContent_andIsNotItsBeginning_isGivenUp() throws IOException {
        publish(Map.of("a", Content.of("right")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Path part = Files.writeString(temporary.resolve("part"), "wr");
        var present = new ArrayList<Long>();
        TransferObserver observer = new TransferObserver() {
            @Override
            public void resumed(long bytes) {
                present.add(bytes);
            }

            @Override
            public void received(long bytes) {
                present.add(bytes);
            }

            @Override
            public void lost(long bytes) {
                present.add(-bytes);
            }
        };

        connect().fetch(REPO, COMMIT, file, part, observer);

        assertThat(part).hasContent("right");
        assertThat(present).containsExactly(2L, 3L, -5L, 5L);
    }

    /** It may have gaps. */
    @Test
    void whatAnotherSourceHasLeft_isGivenUp() throws IOException {
        publish(Map.of("a", Content.of("right")));
        RepoFile file =
                connect().list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        Path part = Files.writeString(temporary.resolve("part"), "ri\0\0");
        Files.writeString(temporary.resolve("part.journal"), "blocks");

        connect().fetch(REPO, COMMIT, file, part, TransferObserver.NONE);

        assertThat(part).hasContent("right");
        assertThat(temporary.resolve("part.journal")).doesNotExist();
    }

    @Test
    void describe_isWhatTheListSays() throws IOException {
        publish(Map.of("a", Content.of("a")));

        assertThat(connect().describe(REPO, COMMIT, "a").digest().hex())
                .isEqualTo(Content.of("a").gitSha1());
        assertThat(catchThrowableOfType(SourceException.class, () -> connect().describe(REPO, COMMIT, "b"))
                        .kind())
                .isEqualTo(Kind.FILE_NOT_FOUND);
    }

    @Test
    void aContentThatIsNotMirrored_isNotKnownToBeMissingInTheRepository() throws IOException {
        publish(Map.of("a", Content.of("a")));
        RepoFile file = connect().describe(REPO, COMMIT, "a");
        loseFile("a");

        SourceException failure = fetchFails(file);

        assertThat(failure.kind()).isEqualTo(Kind.FILE_NOT_FOUND);
        assertThat(failure.commit()).isNull();
        assertThat(failure).hasMessage("the mirror folder " + folder() + " does not have a of commit " + COMMIT);
    }

    private SourceException fetchFails(RepoFile file) {
        return catchThrowableOfType(
                SourceException.class,
                () -> connect().fetch(REPO, COMMIT, file, temporary.resolve("part"), TransferObserver.NONE));
    }

    private SourceException fails(Revision revision, Kind kind) {
        SourceException failure = catchThrowableOfType(
                SourceException.class, () -> new FolderSource(folder()).list(new ListingRequest(REPO, revision)));
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }
}
