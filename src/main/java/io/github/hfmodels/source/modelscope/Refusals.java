package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;
import java.util.Set;

/** Tells a server that does not have something from one that does not work. */
final class Refusals {

    private static final Log LOG = Log.of(Refusals.class);

    /** What a server answers that does not have a route, or what the route is asked for. */
    private static final Set<Integer> ABSENT = Set.of(400, 404, 405, 501);

    private Refusals() {}

    /** A call. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException;
    }

    /**
     * What a call gives, or something else where the server does not have it.
     *
     * @throws IOException when the call fails in another way
     */
    static <T> T orElse(Call<T> call, T other) throws IOException {
        try {
            return call.make();
        } catch (IOException e) {
            if (!isAbsent(e)) {
                throw e;
            }
            LOG.debug("The server does not have that: {}", e.toString());
            return other;
        }
    }

    /** Whether a failure may be one of that call alone, so that another call to the same server may succeed. */
    static boolean isOfCall(IOException failure) {
        if (failure instanceof HttpStatusException refusal) {
            return refusal.status() != 429;
        }
        return failure instanceof TransferException unusable
                ? !unusable.isRateLimit()
                : failure instanceof SourceException known && known.kind() == SourceException.Kind.MALFORMED;
    }

    static boolean isAbsent(IOException failure) {
        return failure instanceof HttpStatusException refusal && ABSENT.contains(refusal.status());
    }
}
