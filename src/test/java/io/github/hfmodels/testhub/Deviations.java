package io.github.hfmodels.testhub;

import io.github.hfmodels.testhub.RecordedRequest.Server;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a server does otherwise than the Hub. What is said first is nearest to the Hub, so that the next sees its answers. */
final class Deviations {
    private static final String LINK = "Link";

    /** Puts something in front of a hub that starts. */
    private interface Layer {
        Handler before(Handler hub);
    }

    private final String prefix;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Consumer<Catalog>> limits = new ArrayList<>();

    private Deviations(String prefix) {
        this.prefix = prefix;
    }

    /** None, so far. */
    static Deviations none() {
        return new Deviations("");
    }

    /** Everything is below a path. */
    static Deviations below(String prefix) {
        return new Deviations(prefix);
    }

    String prefix() {
        return prefix;
    }

    void limit(Catalog catalog) {
        limits.forEach(limit -> limit.accept(catalog));
    }

    Handler before(Handler hub) {
        Handler front = hub;
        for (Layer layer : layers) {
            front = layer.before(front);
        }
        return front;
    }

    /** Answers with this status. */
    Deviations refuses(Predicate<RecordedRequest> asked, int status) {
        return changes(asked, fault -> fault.status(status));
    }

    /** What goes wrong with some requests. */
    Deviations changes(Predicate<RecordedRequest> asked, UnaryOperator<Fault> what) {
        layers.add(hub -> {
            Fault fault = what.apply(new Fault(asked));
            return request -> fault.claims(request.line()) ? fault.answer(request, hub) : hub.answer(request);
        });
        return this;
    }

    /** Leaves header fields out of all answers. */
    Deviations hasNo(String... headers) {
        for (String header : headers) {
            changes(Asked.ANYTHING, fault -> fault.removeHeader(header));
        }
        return this;
    }

    /** Takes no notice of some parameters of queries. */
    Deviations ignores(Predicate<RecordedRequest> asked, String... parameters) {
        layers.add(hub -> request ->
                hub.answer(asked.test(request.line()) ? request.withoutParameters(Set.of(parameters)) : request));
        return this;
    }

    /** Has no sizes and no hashes in the list that comes with a revision. */
    Deviations listsNamesOnly() {
        return ignores(Asked.REVISION.or(Asked.DEFAULT_BRANCH), "blobs");
    }

    /** Has so many files at most in the list that comes with a revision. */
    Deviations listsAtMost(int files) {
        limits.add(catalog -> catalog.siblingsLimit(files));
        return this;
    }

    /** Has so many entries on a page of a tree. */
    Deviations pages(int entries) {
        limits.add(catalog -> catalog.pageSize(entries));
        return this;
    }

    /** Sends the first page of a tree again and again, each time with a link to yet another one. */
    Deviations pagesForEver() {
        AtomicInteger cursor = new AtomicInteger();
        ignores(Asked.TREE, "cursor");
        layers.add(hub -> request -> {
            Response response = hub.answer(request);
            return Asked.TREE.test(request.line())
                    ? response.header(
                            LINK,
                            "<" + request.path() + "?recursive=true&cursor=" + cursor.incrementAndGet()
                                    + ">; rel=\"next\"")
                    : response;
        });
        return this;
    }

    /** Answers 307 to the root of a tree unless a slash ends it. */
    Deviations wantsSlashAfterTree() {
        layers.add(hub -> request -> {
            String query = request.line().query().map(text -> "?" + text).orElse("");
            if (!request.path().matches(".*/tree/[^/]+/?")) {
                return hub.answer(request);
            }
            return request.path().endsWith("/")
                    ? hub.answer(request.to(Server.HUB, request.path().replaceFirst("/$", "") + query))
                    : Response.redirect(307, request.path() + "/" + query);
        });
        return this;
    }

    /** Gives commits ids of 64 digits. */
    Deviations hasLongCommits() {
        limits.add(Catalog::longCommits);
        return this;
    }

    /**
     * Sends contents itself instead of redirecting.
     *
     * @param kept which header fields of the redirect are kept
     */
    Deviations servesContents(Predicate<RecordedRequest> asked, String... kept) {
        layers.add(hub -> request -> {
            Response response = hub.answer(request);
            boolean isContent = Asked.CONTENT.and(asked).test(request.line());
            Optional<String> location = response.headers().first("Location");
            while (isContent && location.isPresent()) {
                Response before = response;
                response = hub.answer(target(request, location.get()));
                for (String header : kept) {
                    Optional<String> value = before.headers().first(header);
                    if (value.isPresent()) {
                        response.header(header, value.get());
                    }
                }
                location = response.headers().first("Location");
            }
            return response;
        });
        return this;
    }

    private static Request target(Request request, String location) {
        if (location.startsWith("/")) {
            return request.to(Server.HUB, location);
        }
        URI uri = URI.create(location);
        return request.to(Server.CDN, uri.getRawPath() + "?" + uri.getRawQuery());
    }

    /** Has the hash of a large file for its tag, rather than the tag that its storage has. */
    Deviations tagsWithHash() {
        return changes(
                Asked.CONTENT,
                fault -> fault.edit(response -> response.headers()
                        .first("X-Linked-ETag")
                        .ifPresent(tag -> response.headers().set("ETag", tag))));
    }

    /** Redirects contents with this status. */
    Deviations redirectsWith(int status) {
        layers.add(hub -> request -> {
            Response response = hub.answer(request);
            Optional<String> location = response.headers().first("Location");
            if (location.isEmpty() || !Asked.CONTENT.test(request.line())) {
                return response;
            }
            Response other = Response.redirect(status, location.get());
            response.headers().fields().forEach(field -> other.header(field.name(), field.value()));
            return other;
        });
        return this;
    }

    /** Names the reason for which the Hub hides a repository. */
    Deviations saysThatRepositoryIsAbsent() {
        return changes(
                Asked.API,
                fault -> fault.edit(response -> {
                    if (response.status() == 401) {
                        response.header("X-Error-Code", "RepoNotFound");
                    }
                }));
    }

    /** Answers nobody who has not logged in. */
    Deviations wantsLogin() {
        return changes(
                request -> request.server() == Server.HUB
                        && request.header("Authorization").isEmpty(),
                fault -> fault.body(401, "text/html", "<html>Unauthorized</html>".getBytes(StandardCharsets.US_ASCII))
                        .header("WWW-Authenticate", "Basic realm=\"Repository Manager\""));
    }

    /** Is silent for a while before it sends a content. */
    Deviations fetchesFirst(Duration time) {
        layers.add(hub -> request -> {
            if (Asked.CONTENT.test(request.line())) {
                new Gate().await(time.toNanos());
            }
            return hub.answer(request);
        });
        return this;
    }
}
