package io.github.hfmodels.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes out when contents are hashed while others use the disk, too. */
@Timeout(60)
class ContentHasherTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    /** Notes what it is told, and does something at each block that is read. */
    private static final class NotingDisplay implements DownloadDisplay {

        private final AtomicLong planned = new AtomicLong();
        private final AtomicLong received = new AtomicLong();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final Runnable atBlock;

        private NotingDisplay(Runnable atBlock) {
            this.atBlock = atBlock;
        }

        @Override
        public void planned(List<Download> downloads) {
            downloads.forEach(each -> planned.addAndGet(each.size()));
        }

        @Override
        public Transfer started(Download download) {
            return new Transfer() {
                @Override
                public void received(long bytes) {
                    received.addAndGet(bytes);
                    atBlock.run();
                }

                @Override
                public void ended(@Nullable Exception failure) {
                    ended.incrementAndGet();
                }
            };
        }

        @Override
        public void finished() {
            finished.incrementAndGet();
        }
    }

    @Test
    void progress_isThatOfAllFiles() throws Exception {
        var contents = new ArrayList<Content>();
        for (int i = 0; i < 20; i++) {
            contents.add(content("file" + i, "x".repeat(100_000 * i)));
        }
        var display = new NotingDisplay(() -> {});

        new ContentHasher(4, Clock.systemUTC()).hash(contents, display);

        assertThat(display.planned).hasValue(19_000_000);
        assertThat(display.received).hasValue(19_000_000);
        assertThat(display.ended).hasValue(20);
        assertThat(display.finished).hasValue(1);
        assertThat(contents).allMatch(content -> content.verified() != null);
    }

    /** A blob of the cache has a hash for a name, which says nothing to anybody. */
    @Test
    void progress_hasTheNameThatTheFileHasInItsRepository() throws Exception {
        Content content = content("blob", "weights");
        var named = new Content(content.path(), content.stamp());
        Digest hash = content.hashes().iterator().next();
        var file = new RepoFile("onnx/model.bin", 7, "b".repeat(40), new RepoFile.Lfs(hash.hex(), 7), null);
        named.add(
                Place.inSnapshot(REPO, new CommitHash("c".repeat(40)), file, folder.resolve("link"), null),
                false,
                Set.of(hash));
        var names = new ConcurrentLinkedQueue<String>();

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content, named), new DownloadDisplay() {
            @Override
            public Transfer started(Download download) {
                names.add(download.path());
                return new Transfer() {};
            }
        });

        assertThat(names).containsExactly("blob", "onnx/model.bin");
    }

    /** As many as there are threads, so that none waits for another. */
    @Test
    void severalFiles_areReadAtOnce() throws Exception {
        var reading = new CyclicBarrier(3);
        List<Content> contents = List.of(content("a", "a"), content("b", "b"), content("c", "c"));

        new ContentHasher(3, Clock.systemUTC()).hash(contents, new NotingDisplay(() -> {
            try {
                reading.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));

        assertThat(contents).allMatch(content -> content.verified() != null);
    }

    @Test
    void aFileThatIsWrittenMeanwhile_isReadAgain() throws Exception {
        Content content = content("file", "weights");
        var once = new AtomicInteger();

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), new NotingDisplay(() -> {
            if (once.getAndIncrement() == 0) {
                // As it was, but another file.
                replace(content.path(), "weights");
            }
        }));

        assertThat(once).hasValue(2);
        assertThat(content.verified()).isNotNull();
    }

    @Test
    void aFileThatIsWrittenAllTheTime_isGivenUp() throws Exception {
        Content content = content("file", "weights");
        var times = new AtomicInteger();

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), new NotingDisplay(() -> {
            if (times.incrementAndGet() < 100) {
                replace(content.path(), "weights" + times);
            }
        }));

        content.report(findings);
        assertThat(times).hasValueLessThan(10);
        assertThat(findings.list()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(finding.reason()).isEqualTo("blob file is written at the moment");
        });
        assertThat(content.verified()).isNull();
    }

    /** As another verification does, which puts the access time back. */
    @Test
    void aFileWhoseAccessTimeOthersSet_isGood_andNotNoted() throws Exception {
        Content content = content("file", "weights");
        FileTime theirs = FileTime.fromMillis(1_000_000_000_000L);

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), new NotingDisplay(() -> {
            try {
                FileStamp before = FileStamp.of(content.path());
                do {
                    Files.getFileAttributeView(content.path(), BasicFileAttributeView.class)
                            .setTimes(null, theirs, null);
                    // The kernel's clock ticks every few milliseconds.
                } while (before.changed() != 0 && FileStamp.of(content.path()).changed() == before.changed());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));

        content.report(findings);
        assertThat(findings.list()).isEmpty();
        assertThat(content.verified() == null)
                .isEqualTo(FileStamp.of(content.path()).changed() != 0);
    }

    @Test
    void aFileThatIsGoneMeanwhile_cannotBeRead() throws Exception {
        Content content = content("file", "weights");
        Files.delete(content.path());

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), DownloadDisplay.NONE);

        content.report(findings);
        assertThat(findings.list()).extracting(Finding::kind).containsExactly(Kind.UNREADABLE);
    }

    /** What it leads to may be no file at all. */
    @Test
    void aLinkThatIsThereMeanwhile_isNotFollowed() throws Exception {
        Content content = content("file", "weights");
        Path other = Files.move(content.path(), folder.resolve("other"));
        Files.createSymbolicLink(content.path(), other);

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), DownloadDisplay.NONE);

        content.report(findings);
        assertThat(findings.list()).extracting(Finding::kind).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void anInterruptedThread_readsNoFurther() throws Exception {
        var display = new NotingDisplay(() -> {});
        Content content = content("file", "x".repeat(10_000_000));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), display))
                .isInstanceOf(InterruptedException.class);

        assertThat(display.finished).hasValue(1);
        assertThat(content.verified()).isNull();
    }

    /** As Artifactory names contents. */
    @Test
    void aPlainSha1_isAHash() throws Exception {
        String sha1 = "430ce34d020724ed75a196dfc2ad67c77772d169";
        Path file = Files.writeString(folder.resolve(sha1), "hello world!");
        var content = new Content(file, FileStamp.of(file));
        content.add(Place.blob(REPO, file), false, Set.of(new Digest(Digest.Algorithm.GIT_SHA1, sha1)));

        new ContentHasher(1, Clock.systemUTC()).hash(List.of(content), DownloadDisplay.NONE);

        assertThat(content.verified()).isNotNull();
    }

    private static void replace(Path file, String text) {
        try {
            Path other = Files.writeString(file.resolveSibling("other"), text, StandardOpenOption.CREATE);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Content content(String name, String text) throws IOException {
        Path file = Files.writeString(folder.toRealPath().resolve(name), text);
        var content = new Content(file, FileStamp.of(file));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var hash = new Digest(Digest.Algorithm.SHA256, Digest.Algorithm.SHA256.of(bytes));
        content.add(Place.blob(REPO, file), false, Set.of(hash));
        return content;
    }
}
