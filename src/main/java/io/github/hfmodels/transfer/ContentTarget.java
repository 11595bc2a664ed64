package io.github.hfmodels.transfer;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.Origin;
import io.github.hfmodels.transfer.SegmentedFetch.RangesRefused;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The address from which the parts of one content are received: the one to which the redirects led, until that does not give
 * them any more. Thread-safe.
 */
final class ContentTarget {

    /** How servers and firewalls refuse what they do not know, besides 416. */
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 406, 501);

    private final URI original;
    private final boolean isStable;

    private final AtomicBoolean isRefused = new AtomicBoolean();

    /** If two connections change it at once, both follow the redirects again. */
    private volatile URI current;

    /** @param request asks for the content; when it has headers for its own server, that is asked for all parts */
    ContentTarget(HttpRequest request) {
        this.original = request.address();
        this.isStable = !request.headers().isEmpty();
        this.current = original;
    }

    URI current() {
        return current;
    }

    /** The server of the content's own address. */
    Origin server() {
        return Origin.of(original);
    }

    /** Whether an address is on the server of the content's own. */
    boolean isOwn(URI address) {
        return Origin.of(address).equals(server());
    }

    /** The redirects from one address led to another. */
    void move(URI from, URI to) {
        if (!isStable && current.equals(from)) {
            current = to;
        }
    }

    /**
     * After a failure, follows the redirects again when the signed address to which they led has expired, and waits where the
     * failure may be temporary. A server may also refuse a request only because it asks for a range; a new address is tried before
     * that is believed of one to which redirects led.
     *
     * @param used the address that was used
     * @param hasBlocks whether something of the content is there
     * @param hasArrived whether some of it has come from these servers just now
     * @throws RangesRefused when the content may be had without ranges
     * @throws IOException the failure itself, when it is final
     */
    void prepareRetry(IOException failure, URI used, boolean hasBlocks, boolean hasArrived, Retries retries)
            throws IOException {
        if (failure instanceof HttpStatusException status && Retries.isExpired(status) && !used.equals(original)) {
            move(used, original);
        } else if (!hasArrived && failure instanceof HttpStatusException status && mayBeForTheRange(status)) {
            if (!Retries.isRefusedAfterRedirect(failure) || isRefused.getAndSet(true) || !retries.mayGoOn()) {
                throw new RangesRefused("a range is answered with " + status.status(), status.isFrom(server()));
            }
            retries.again(failure);
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

    /** The Hub says why it refuses a content; what only passes it on, and does not pass ranges, cannot. */
    private static boolean mayBeForTheRange(HttpStatusException failure) {
        return REFUSALS.contains(failure.status())
                && failure.header("X-Error-Code").isEmpty()
                && failure.header("X-Error-Message").isEmpty();
    }
}
