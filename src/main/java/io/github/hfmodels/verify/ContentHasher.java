package io.github.hfmodels.verify;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Digest.Algorithm;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.verify.FileStamp.LastAccess;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hashes contents, as many at once as there are processors, each read once, with a buffer for each thread. What is read counts as not
 * used: the access time is put back.
 *
 * @param threads how many contents are hashed at once
 */
record ContentHasher(int threads, Clock clock) {

    private static final int BUFFER_BYTES = 1 << 18;

    /** A content that is written at the moment is read again, but not for ever. */
    private static final int TRIES = 3;

    /** Of a blob that belongs to none. */
    private static final CommitHash NO_COMMIT = new CommitHash("0".repeat(Algorithm.GIT_SHA1.hexDigits()));

    /**
     * Hashes contents, and says to each what came out.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    void hash(List<Content> contents, DownloadDisplay display) throws InterruptedException {
        // The largest first, so that none of them is left for the end, when the other threads have nothing to do.
        List<Content> largestFirst = contents.stream()
                .sorted(Comparator.comparingLong(
                                (Content content) -> content.stamp().size())
                        .reversed())
                .toList();
        display.planned(largestFirst.stream().map(ContentHasher::download).toList());
        try {
            run(new ConcurrentLinkedQueue<>(largestFirst), Math.min(threads, contents.size()), display);
        } finally {
            display.finished();
        }
    }

    private static Download download(Content content) {
        Place place = content.places().get(0);
        return new Download(
                place.repo(),
                Objects.requireNonNullElse(place.commit(), NO_COMMIT),
                place.file() == null
                        ? String.valueOf(content.path().getFileName())
                        : place.file().path(),
                content.stamp().size());
    }

    private void run(Queue<Content> contents, int parallel, DownloadDisplay display) throws InterruptedException {
        if (parallel == 0) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(parallel, task -> {
            var thread = new Thread(task, "hf-models-verify");
            thread.setDaemon(true);
            return thread;
        });
        Callable<Void> worker = () -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            for (Content next = contents.poll();
                    next != null && !Thread.currentThread().isInterrupted();
                    next = contents.poll()) {
                hash(next, buffer, display);
            }
            return null;
        };
        try {
            for (Future<Void> each : pool.invokeAll(Collections.nCopies(parallel, worker))) {
                each.get();
            }
        } catch (ExecutionException e) {
            // A worker ends the failures of files; what is left are faults of the program or of the machine.
            throw new IllegalStateException("verifying ended in " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void hash(Content content, ByteBuffer buffer, DownloadDisplay display) {
        DownloadDisplay.Transfer transfer = display.started(download(content));
        try {
            hash(content, buffer, transfer);
        } catch (IOException e) {
            content.bad(
                    Kind.UNREADABLE,
                    "cannot be read: " + Printable.of(DiskFailure.of(e).reason()));
        } finally {
            transfer.ended(null);
        }
    }

    private void hash(Content content, ByteBuffer buffer, TransferObserver observer) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            long begin = clock.millis();
            FileStamp before = FileStamp.of(content.path());
            LastAccess access = LastAccess.of(content.path());
            Optional<Digest> wrong;
            try {
                wrong = wrongHash(content, before, buffer, observer);
            } catch (IOException e) {
                access.restore();
                throw e;
            }
            FileStamp after = FileStamp.of(content.path());
            // Who else verifies at the same time sets the access time, which is then not ours to set.
            boolean isTouched = !after.equals(before);
            if (!isTouched) {
                access.restore();
            } else if (!after.hasContentOf(before)) {
                continue;
            }
            if (wrong.isPresent()) {
                content.bad(Kind.WRONG_CONTENT, "does not have the content with hash " + wrong.get());
            } else if (!isTouched) {
                content.good(begin, before, FileStamp.of(content.path()));
            }
            return;
        }
        content.bad(Kind.UNREADABLE, "is written at the moment");
    }

    /** The first of its hashes that the content does not have. */
    private static Optional<Digest> wrongHash(
            Content content, FileStamp stamp, ByteBuffer buffer, TransferObserver observer) throws IOException {
        Map<Algorithm, MessageDigest> computations = new EnumMap<>(Algorithm.class);
        for (Digest hash : content.hashes()) {
            computations.computeIfAbsent(hash.algorithm(), algorithm -> hash.newComputation(stamp.size()));
        }
        // Not through a link that has come there since the file was looked at.
        try (FileChannel file = FileChannel.open(content.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (file.read(buffer.clear()) >= 0) {
                buffer.flip();
                computations.values().forEach(computation -> computation.update(buffer.duplicate()));
                observer.received(buffer.remaining());
            }
        }
        Map<Algorithm, String> actual = new EnumMap<>(Algorithm.class);
        computations.forEach(
                (algorithm, computation) -> actual.put(algorithm, HexFormat.of().formatHex(computation.digest())));
        for (Digest hash : content.hashes()) {
            if (!hash.hex().equals(actual.get(hash.algorithm())) && !isPlainSha1(hash, content.path())) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /** Whether a server that names contents by their plain SHA-1, as Artifactory does, has given the name. */
    private static boolean isPlainSha1(Digest hash, Path file) throws IOException {
        return hash.algorithm() == Algorithm.GIT_SHA1 && new Digest(Algorithm.ETAG, hash.hex()).mayName(file);
    }
}
