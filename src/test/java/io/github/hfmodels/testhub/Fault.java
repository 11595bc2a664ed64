package io.github.hfmodels.testhub;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with matching requests: always, unless {@link #times} or {@link #skip} say otherwise. What
 * is asked for on one fault adds up, so {@code status(429).header("Retry-After", "1")} is one answer. Thread-safe.
 */
public final class Fault {
    private final Predicate<RecordedRequest> matcher;
    private final Gate gate = new Gate();
    private final List<Consumer<Response>> edits = new CopyOnWriteArrayList<>();
    private @Nullable Supplier<Response> replacement;
    private @Nullable BodyFault body;
    private boolean closesFirst;
    private boolean holdsFirst;
    private boolean ignoresRange;
    private int toSkip;
    private int timesLeft = Integer.MAX_VALUE;

    Fault(Predicate<RecordedRequest> matcher) {
        this.matcher = matcher;
    }

    /** Lets only the next {@code count} matching requests fail. */
    public synchronized Fault times(int count) {
        timesLeft = count;
        return this;
    }

    /** Spares the first {@code count} matching requests. */
    public synchronized Fault skip(int count) {
        toSkip = count;
        return this;
    }

    /** Answers with this status and a short text instead, and with no header field but those added here. */
    public Fault status(int status) {
        return replace(() -> Response.json(status, Json.object("error", Response.reason(status))));
    }

    /** Answers with this body instead, such as a proxy's login page. */
    public Fault body(int status, String contentType, byte[] bytes) {
        byte[] copy = bytes.clone();
        return replace(
                () -> new Response(status, Content.of(copy), 0, copy.length).header("Content-Type", contentType));
    }

    /** Answers 302 to this address instead. */
    public Fault redirectTo(String url) {
        return redirectTo(302, url);
    }

    public Fault redirectTo(int status, String url) {
        return replace(() -> Response.redirect(status, url));
    }

    /** Adds a header field to the answer. */
    public Fault header(String name, String value) {
        return edit(response -> response.headers().add(name, value));
    }

    /** Replaces a header field of the answer. */
    public Fault rewriteHeader(String name, String value) {
        return edit(response -> response.headers().set(name, value));
    }

    /** Redirects to another host. */
    public Fault rewriteLocation(String from, String to) {
        return rewriteHeader("Location", location -> location.replace(from, to));
    }

    /** Changes the value of a header field of the answer, if it has that field. */
    public Fault rewriteHeader(String name, UnaryOperator<String> change) {
        return edit(response -> response.headers()
                .first(name)
                .ifPresent(value -> response.headers().set(name, change.apply(value))));
    }

    public Fault removeHeader(String name) {
        return edit(response -> response.headers().remove(name));
    }

    /** Claims another part of the file than the one sent, if only a part is. */
    public Fault wrongContentRange() {
        return edit(response -> {
            if (response.status() == 206) {
                long first = response.from() + 1;
                long end = response.from() + response.length();
                response.headers().set("Content-Range", "bytes " + first + "-" + end + "/" + (end + 1));
            }
        });
    }

    /** Sends the whole content with 200 whatever part is asked for. */
    public synchronized Fault ignoreRange() {
        ignoresRange = true;
        return this;
    }

    /** Closes the connection instead of answering. */
    public synchronized Fault closeBeforeResponse() {
        closesFirst = true;
        return this;
    }

    /** Answers only once {@link #release} is called. */
    public synchronized Fault stallBeforeResponse() {
        holdsFirst = true;
        return this;
    }

    /** Resets the connection after this many bytes of the body were written; the last of them may not arrive. */
    public Fault resetAfter(long bytes) {
        return change(body().withEnd(bytes, true));
    }

    /** Promises the whole body and closes the connection in good order after this many bytes. */
    public Fault truncateAfter(long bytes) {
        return change(body().withEnd(bytes, false));
    }

    /** Sends nothing more after this many bytes until {@link #release} is called or the hub closes. */
    public Fault stallAfter(long bytes) {
        return change(body().withStall(bytes));
    }

    /** Sends and promises this many bytes too many. */
    public Fault extraBytes(int count) {
        return change(body().withExtra(count));
    }

    /** Sends a wrong byte at this position of the file. */
    public Fault flipByteAt(long position) {
        return change(body().withFlip(position));
    }

    /** Sends slowly until {@link #release} is called. */
    public Fault trickle(long bytesPerSecond) {
        return change(body().withRate(bytesPerSecond));
    }

    /** Compresses the body without being asked to. */
    public Fault gzip() {
        return change(body().withEncoding(BodyFault.Encoding.GZIP));
    }

    /** Sends the body in chunks, without saying how long it is. */
    public Fault chunked() {
        return change(body().withEncoding(BodyFault.Encoding.CHUNKED));
    }

    /** Lets what stalls or trickles go on at full speed, now and later. */
    public void release() {
        gate.open();
    }

    synchronized boolean claims(RecordedRequest request) {
        if (timesLeft == 0 || !matcher.test(request)) {
            return false;
        }
        if (toSkip > 0) {
            toSkip--;
            return false;
        }
        timesLeft--;
        return true;
    }

    Response answer(Request request, Handler handler) throws IOException {
        if (closesFirst) {
            throw new Disconnect(false);
        }
        if (holdsFirst) {
            gate.await();
        }
        Supplier<Response> instead = replacement;
        Response response =
                instead == null ? handler.answer(ignoresRange ? request.without("Range") : request) : instead.get();
        edits.forEach(edit -> edit.accept(response));
        BodyFault own = body;
        return own == null ? response : response.fault(own);
    }

    private synchronized Fault replace(Supplier<Response> response) {
        replacement = response;
        return this;
    }

    synchronized Fault edit(Consumer<Response> edit) {
        edits.add(edit);
        return this;
    }

    private synchronized BodyFault body() {
        return body == null ? BodyFault.NONE.withGate(gate) : body;
    }

    private synchronized Fault change(BodyFault changed) {
        body = changed;
        return this;
    }
}
