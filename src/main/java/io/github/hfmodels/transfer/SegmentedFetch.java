package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.transfer.BlockMap.Segment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one large content over several connections, and goes on from what an earlier process left. The first connection
 * follows the redirects; the others go to where they led. The digest follows the blocks as they become contiguous, read
 * back while the system still has them in memory.
 */
final class SegmentedFetch {

    /** The server does not give parts of this content, or not the right ones. */
    static final class RangesRefused extends IOException {

        private static final long serialVersionUID = 1L;

        RangesRefused(String message) {
            super(message);
        }
    }

    private static final int BUFFER_BYTES = 256 * 1_024;
    private static final Set<Integer> EXPIRED = Set.of(400, 401, 403, 404, 410);
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final ContentFetcher fetcher;
    private final ExpectedContent content;
    private final PartFile part;
    private final ProgressCounter arrivals;
    private final BlockMap map;
    /** Where the redirects led; two connections that change it at once at worst both follow them anew. */
    private volatile URI target;

    SegmentedFetch(ContentFetcher fetcher, ExpectedContent content, PartFile part, ProgressCounter arrivals) {
        this.fetcher = fetcher;
        this.content = content;
        this.part = part;
        this.arrivals = arrivals;
        this.map = new BlockMap(part.blocks(), fetcher::connectionsForOne);
        this.target = content.address();
    }

    /**
     * @return whether the content has its digest
     * @throws RangesRefused when the server does not give parts
     * @throws IOException when the content cannot be had; what has arrived is kept
     */
    boolean run(Executor threads) throws IOException {
        part.claims().keySet().forEach(map::claim);
        arrivals.resumed(part.claims().keySet().stream().mapToLong(part::length).sum());
        var hashing = new FutureTask<>(this::hash);
        threads.execute(hashing);
        var others = new RangeWorkers(threads, () -> work(false, () -> {}), map::fail);
        try {
            work(true, () -> others.startUpTo(usefulBeside()));
            return hashing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while downloading");
        } catch (IOException e) {
            throw map.fail(e);
        } finally {
            map.fail(new InterruptedIOException("the download was given up"));
            // Nobody may write to the part any more when its owner closes or deletes it.
            others.end();
            awaitUninterrupted(hashing);
        }
    }

    /** How many more connections there is work for. */
    private int usefulBeside() {
        return Math.min(fetcher.connectionsForOne() - 1, map.missing() / BlockMap.SHORTEST_SEGMENT);
    }

    /**
     * Fetches segments until there are none.
     *
     * @param stays whether to stay until every block has been seen, in case that one turns out to be missing
     * @param onBlock what to do whenever a block has arrived
     */
    private void work(boolean stays, Runnable onBlock) throws IOException, InterruptedException {
        Retries retries = fetcher.newRetries();
        int arrivals = 0;
        byte[] buffer = null;
        for (Optional<Segment> taken = map.take(stays); taken.isPresent(); taken = map.take(stays)) {
            Segment segment = taken.get();
            buffer = buffer == null ? new byte[BUFFER_BYTES] : buffer;
            int first = segment.next();
            URI asked = target;
            try {
                fetchAndRelease(segment, asked, buffer, onBlock);
                retries.progress();
            } catch (IOException e) {
                if (segment.next() > first) {
                    retries.progress();
                } else if (map.arrivals() > arrivals) {
                    // A server may refuse this connection because it serves the others.
                    retries.progressElsewhere();
                }
                arrivals = map.arrivals();
                if (isExpired(e, asked)) {
                    moveTarget(asked, content.address());
                } else {
                    retries.after(e);
                }
            }
        }
    }

    private void moveTarget(URI from, URI to) {
        if (target.equals(from)) {
            target = to;
        }
    }

    /**
     * A signed address that does not work any more is resolved anew; the original one is refused for good. Content networks
     * say 403, 400 or 401 of an address that has expired, and 404 or 410 of a server that has moved on.
     */
    private boolean isExpired(IOException failure, URI asked) {
        return failure instanceof HttpStatusException status
                && EXPIRED.contains(status.status())
                && !asked.equals(content.address());
    }

    private void fetchAndRelease(Segment segment, URI asked, byte[] buffer, Runnable onBlock) throws IOException {
        try {
            fetch(segment, asked, buffer, onBlock);
        } finally {
            map.release(segment);
        }
    }

    private void fetch(Segment segment, URI asked, byte[] buffer, Runnable onBlock) throws IOException {
        long start = part.start(segment.next());
        var range = new HttpRequest.Range(start, Math.min(part.start(segment.end()), content.size()));
        try {
            fetcher.get(HttpRequest.part(asked, range, content.bypassCaches()), answer -> {
                if (answer.head().status() != 206
                        || !range.isAnsweredBy(answer.header("Content-Range").orElse(""), content.size())) {
                    throw new RangesRefused("the server gives no parts");
                }
                moveTarget(asked, answer.address());
                receive(segment, range.end(), answer, buffer, onBlock);
                return true;
            });
        } catch (HttpStatusException e) {
            if (e.status() == RANGE_NOT_SATISFIABLE) {
                throw new RangesRefused("the server says that the content is shorter");
            }
            throw e;
        }
    }

    private void receive(Segment segment, long end, HttpResponse answer, byte[] buffer, Runnable onBlock)
            throws IOException {
        var body = new StallDetector(answer, fetcher.silence());
        boolean goesOn = true;
        while (goesOn) {
            int block = segment.next();
            var checksum = new CRC32C();
            long position = part.start(block);
            for (int left = part.length(block); left > 0; ) {
                int count = body.read(buffer, Math.min(left, buffer.length));
                if (count < 0) {
                    throw TransferException.passing(
                            "the content ended early, at byte " + position + " of " + content.size());
                }
                checksum.update(buffer, 0, count);
                part.write(ByteBuffer.wrap(buffer, 0, count), position);
                position += count;
                left -= count;
            }
            part.note(block, checksum);
            goesOn = map.arrived(segment);
            arrivals.received(part.length(block));
            onBlock.run();
        }
        if (part.start(segment.next()) >= end) {
            body.readEnd();
        }
    }

    private boolean hash() throws IOException, InterruptedException {
        try {
            return follow();
        } catch (IOException e) {
            throw map.fail(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            map.fail(new IOException("the content cannot be checked: " + e, e));
            throw e;
        }
    }

    /** Follows the blocks in their order; looks at each that an earlier process claims before it counts. */
    private boolean follow() throws IOException, InterruptedException {
        boolean isSuspicious = false;
        MessageDigest hash = content.digest().newComputation(content.size());
        byte[] buffer = new byte[(int) Math.min(PartFile.BLOCK_BYTES, content.size())];
        for (int block = 0; block < part.blocks(); ) {
            boolean isClaim = map.await(block);
            boolean isRead = part.read(block, buffer);
            if (isClaim && !(isRead && isIntact(block, buffer))) {
                lose(block);
                if (!isSuspicious) {
                    isSuspicious = true;
                    loseDamagedAfter(block, buffer);
                }
                continue;
            }
            if (isClaim) {
                map.confirm(block);
            }
            hash.update(buffer, 0, part.length(block));
            block++;
        }
        map.complete();
        return content.digest().matches(hash);
    }

    /** Where one block is damaged many may be, and they are fetched faster together than one after the other. */
    private void loseDamagedAfter(int block, byte[] buffer) throws IOException, InterruptedException {
        for (int claimed : part.claims().keySet()) {
            if (claimed > block && map.await(claimed) && !(part.read(claimed, buffer) && isIntact(claimed, buffer))) {
                lose(claimed);
            }
        }
    }

    private void lose(int block) {
        map.lost(block);
        arrivals.lost(part.length(block));
    }

    private boolean isIntact(int block, byte[] content) {
        var checksum = new CRC32C();
        checksum.update(content, 0, part.length(block));
        @Nullable Integer claimed = part.claims().get(block);
        return claimed != null && claimed == (int) checksum.getValue();
    }

    private static void awaitUninterrupted(FutureTask<?> hashing) {
        boolean interrupted = false;
        while (!hashing.isDone()) {
            try {
                hashing.get();
            } catch (ExecutionException e) {
                // What went wrong is known to the map.
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
