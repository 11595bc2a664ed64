package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.transfer.SegmentedFetch.RangesRefused;
import java.io.IOException;
import java.net.URI;

/**
 * The address from which the parts of one content are received: the one to which the redirects led, until that does not give
 * them any more. Thread-safe.
 */
final class ContentTarget {

    private final URI original;

    /** If two connections change it at once, both follow the redirects again. */
    private volatile URI current;

    /** @param original the content's own address */
    ContentTarget(URI original) {
        this.original = original;
        this.current = original;
    }

    URI current() {
        return current;
    }

    /** The redirects from one address led to another. */
    void move(URI from, URI to) {
        if (current.equals(from)) {
            current = to;
        }
    }

    /**
     * After a failure, follows the redirects again when the signed address to which they led has expired, and waits where the
     * failure may be temporary.
     *
     * @param used the address that was used
     * @param hasBlocks whether something of the content is there
     * @throws IOException the failure itself, when it is final
     */
    void prepareRetry(IOException failure, URI used, boolean hasBlocks, Retries retries) throws IOException {
        if (failure instanceof HttpStatusException status && Retries.isExpired(status) && !used.equals(original)) {
            move(used, original);
        } else if (Retries.isRefusedAfterRedirect(failure)) {
            retries.again(failure);
        } else if (failure instanceof RangesRefused && hasBlocks) {
            // One server of several may refuse, once; without ranges, all that is there would be lost.
            move(used, original);
            retries.again(failure);
        } else {
            retries.after(failure);
        }
    }
}
