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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one large content over several connections, and resumes what an earlier process left. The first connection follows the
 * redirects; the others use the address to which they led. A hasher reads the blocks back in their order as they arrive, while
 * the system still has them in memory.
 */
final class SegmentedFetch {

    /** The server does not send ranges of this content, or other ranges than requested. */
    static final class RangesRefused extends IOException {

        private static final long serialVersionUID = 1L;

        private final boolean isLasting;

        /** @param isLasting whether the server says so of itself, rather than that it goes wrong this time */
        RangesRefused(String message, boolean isLasting) {
            super(message);
            this.isLasting = isLasting;
        }

        boolean isLasting() {
            return isLasting;
        }
    }

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final ContentFetcher fetcher;
    private final ExpectedContent content;
    private final PartFile part;
    private final ProgressCounter progress;
    private final BlockMap map;
    private final ContentTarget target;

    SegmentedFetch(ContentFetcher fetcher, ExpectedContent content, PartFile part, ProgressCounter progress) {
        this.fetcher = fetcher;
        this.content = content;
        this.part = part;
        this.progress = progress;
        this.map = new BlockMap(part.blocks(), fetcher::connectionsForOne, fetcher::provenForOne, System::nanoTime);
        this.target = new ContentTarget(content.request());
    }

    /**
     * @return whether the content has its digest
     * @throws RangesRefused when the server does not send ranges
     * @throws IOException when the download fails; the blocks that arrived are kept
     */
    boolean run(Executor threads) throws IOException {
        part.claims().keySet().forEach(map::claim);
        progress.resumed(part.claims().keySet().stream().mapToLong(part::length).sum());
        var hashing = new FutureTask<>(this::hash);
        threads.execute(hashing);
        var others = new RangeWorkers(threads, () -> work(false, () -> {}), map::fail);
        boolean isMissing = map.missing() > 0;
        if (isMissing) {
            fetcher.contentBegins();
        }
        try {
            work(true, () -> others.startUpTo(usefulConnections()));
            return hashing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while downloading");
        } catch (IOException e) {
            throw map.fail(e);
        } finally {
            map.fail(new InterruptedIOException("the download has ended"));
            // No thread may write to the part when its owner closes or deletes it.
            others.end();
            awaitUninterrupted(hashing);
            if (isMissing) {
                fetcher.contentEnds();
            }
        }
    }

    /** How many connections beside the first have enough work. */
    private int usefulConnections() {
        return Math.min(fetcher.connectionsForOne() - 1, map.missing() / BlockMap.SHORTEST_SEGMENT);
    }

    /**
     * Fetches segments until none is left.
     *
     * @param stays whether to stay until every block was hashed, since a block may turn out to be missing
     * @param onBlock runs when a block has arrived
     */
    private void work(boolean stays, Runnable onBlock) throws IOException, InterruptedException {
        Retries retries = fetcher.newRetries();
        int arrivals = 0;
        byte[] buffer = null;
        Segment segment = null;
        try (ConnectionRamp.Connection connection = fetcher.ramp().newConnection()) {
            Runnable onEach = () -> {
                connection.arrived();
                onBlock.run();
            };
            for (Optional<Segment> taken = map.take(stays, segment);
                    taken.isPresent();
                    taken = map.take(stays, segment)) {
                segment = taken.get();
                connection.begins();
                buffer = buffer == null ? new byte[PartFile.BLOCK_BYTES] : buffer;
                int first = segment.next();
                URI current = target.current();
                try {
                    fetchAndRelease(segment, current, buffer, onEach);
                    retries.progress();
                } catch (IOException e) {
                    if (segment.next() > first) {
                        retries.progress();
                    } else if (map.arrivals() > arrivals) {
                        // The server may refuse this connection because it limits how many it serves.
                        retries.progressElsewhere();
                    }
                    arrivals = map.arrivals();
                    target.prepareRetry(e, current, hasBlocks(), map.arrivals() > 0, retries);
                }
            }
        }
    }

    private boolean hasBlocks() {
        return !part.claims().isEmpty() || map.arrivals() > 0;
    }

    private void fetchAndRelease(Segment segment, URI current, byte[] buffer, Runnable onBlock) throws IOException {
        try {
            fetch(segment, current, buffer, onBlock);
        } finally {
            map.release(segment);
        }
    }

    private void fetch(Segment segment, URI current, byte[] buffer, Runnable onBlock) throws IOException {
        long start = part.start(segment.next());
        var range = new HttpRequest.Range(start, Math.min(part.start(segment.end()), content.size()));
        try {
            progress.requested();
            fetcher.get(content.request().part(current, range), content.checked(response -> {
                boolean isPart = response.head().status() == 206;
                if (!isPart) {
                    checkWhole(response);
                }
                if (!isPart || !range.matches(response.header("Content-Range").orElse(""), content.size())) {
                    throw new RangesRefused("the server does not send the range", target.isOwn(response.address()));
                }
                target.move(current, response.address());
                receive(segment, range.end(), response, buffer, onBlock);
                return true;
            }));
        } catch (HttpStatusException e) {
            if (e.status() == RANGE_NOT_SATISFIABLE) {
                throw new RangesRefused("the server says that the content is shorter", e.isFrom(target.server()));
            }
            throw e;
        }
    }

    /** A response that is not a part may be the content as a whole, from a server without ranges, or a page instead of it. */
    private void checkWhole(HttpResponse response) throws TransferException {
        ContentBody.check(response, content.size());
        if (hasBlocks()) {
            ContentBody.checkForPage(response);
        }
    }

    private void receive(Segment segment, long end, HttpResponse response, byte[] buffer, Runnable onBlock)
            throws IOException {
        var body = new ContentBody(response);
        boolean goesOn = true;
        while (goesOn) {
            int block = segment.next();
            int length = part.length(block);
            int count = body.read(buffer, length);
            if (count < length) {
                throw TransferException.temporary(
                        "the content ended early, at byte " + (part.start(block) + count) + " of " + content.size());
            }
            var checksum = new CRC32C();
            checksum.update(buffer, 0, length);
            part.write(ByteBuffer.wrap(buffer, 0, length), part.start(block));
            part.note(block, checksum);
            goesOn = map.arrived(segment);
            progress.received(length);
            onBlock.run();
        }
        if (part.start(segment.next()) >= end) {
            body.readEnd();
        }
    }

    private boolean hash() throws IOException, InterruptedException {
        try {
            return hashBlocks();
        } catch (IOException e) {
            throw map.fail(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            map.fail(new IOException("the content cannot be checked: " + e, e));
            throw e;
        }
    }

    /** Hashes the blocks in their order. A block of an earlier process counts only if its checksum is right. */
    private boolean hashBlocks() throws IOException, InterruptedException {
        boolean isDamaged = false;
        MessageDigest hash = content.digest().newComputation(content.size());
        byte[] buffer = new byte[(int) Math.min(PartFile.BLOCK_BYTES, content.size())];
        for (int block = 0; block < part.blocks(); ) {
            boolean isClaim = map.await(block);
            boolean isRead = part.read(block, buffer);
            if (isClaim && !(isRead && isIntact(block, buffer))) {
                lose(block);
                if (!isDamaged) {
                    isDamaged = true;
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
        return content.isMetBy(hash);
    }

    /** After one damaged block there may be more, and fetching all of them at once is faster than one after the other. */
    private void loseDamagedAfter(int block, byte[] buffer) throws IOException, InterruptedException {
        for (int claimed : part.claims().keySet()) {
            if (claimed > block && map.await(claimed) && !(part.read(claimed, buffer) && isIntact(claimed, buffer))) {
                lose(claimed);
            }
        }
    }

    private void lose(int block) {
        map.lost(block);
        progress.lost(part.length(block));
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
                // The map has the failure.
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
