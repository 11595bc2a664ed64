package io.github.hfmodels.testhub;

import static io.github.hfmodels.testhub.Deviations.below;
import static io.github.hfmodels.testhub.Deviations.none;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Servers that speak the Hub's protocol, each as what it does otherwise than the Hub. First those that exist, as far as is
 * known of them (what is not is taken for poor), then single situations that were seen somewhere.
 */
public enum Personality {
    HUB(none()),
    /** A reverse proxy, which sends contents away and their length seldom. */
    HF_MIRROR(none().pages(3).changes(Asked.TREE, Personality::linksElsewhere).changes(Asked.CONTENT, Fault::chunked)),
    OLAH(none().pages(4)
            .listsNamesOnly()
            .ignores(Asked.TREE, "cursor", "limit")
            .changes(Asked.TREE, Personality::linksElsewhere)
            .wantsSlashAfterTree()
            .servesContents(Asked.ANYTHING, "X-Repo-Commit", "X-Linked-ETag")
            .tagsWithHash()
            .hasNo("X-Linked-ETag", "X-Linked-Size", "X-Xet-Hash")
            .saysThatRepositoryIsAbsent()),
    /** From a folder of repositories of git. */
    OLAH_OFFLINE(none().listsNamesOnly()
            .refuses(Asked.TREE, 500)
            .servesContents(Asked.ANYTHING)
            .hasNo("ETag", "X-Linked-ETag", "X-Linked-Size", "X-Xet-Hash", "Accept-Ranges")
            .changes(Asked.CONTENT, fault -> fault.ignoreRange().chunked())
            .saysThatRepositoryIsAbsent()),
    ARTIFACTORY(below("/artifactory/api/huggingfaceml/hf-remote")
            .refuses(Asked.QUERY, 404)
            .refuses(Asked.TREE.or(Asked.PATHS_INFO), 404)
            .servesContents(Asked.ANYTHING, "X-Linked-ETag")
            .tagsWithHash()
            .hasNo("X-Repo-Commit", "X-Linked-ETag", "X-Linked-Size", "X-Xet-Hash")),
    NEXUS(below("/repository/hf-proxy")
            .listsNamesOnly()
            .refuses(Asked.TREE.or(Asked.PATHS_INFO), 400)
            .refuses(Asked.DATASET, 404)
            .servesContents(Asked.ANYTHING, "X-Repo-Commit", "X-Linked-ETag", "X-Linked-Size")
            .hasNo("X-Xet-Hash", "Link")),
    /** And nexspence. */
    KKREPO(below("/repository/hf")
            .servesContents(Asked.ANYTHING, "X-Repo-Commit", "X-Linked-ETag", "X-Linked-Size")
            .hasNo("X-Xet-Hash")),
    KOHAKU_HUB(none().hasLongCommits()
            .listsNamesOnly()
            .servesContents(Asked.HEAD, "X-Repo-Commit", "X-Linked-ETag")
            .changes(Asked.CONTENT, Personality::unquoted)
            .changes(Asked.CONTENT, fault -> fault.rewriteHeader("X-Linked-Size", size -> "0"))),
    CSG_HUB(below("/hf")
            .refuses(Asked.PATHS_INFO.and(Asked.DATASET.negate()), 404)
            .hasNo("X-Linked-Size")),
    /** And hfd. */
    MATRIX_HUB(none().pages(100_000)
            .listsNamesOnly()
            .refuses(Asked.PATHS_INFO, 404)
            .servesContents(Asked.ANYTHING, "X-Repo-Commit", "X-Linked-ETag")
            .tagsWithHash()
            .hasNo("X-Linked-ETag", "X-Linked-Size", "X-Xet-Hash")),
    /** Its links lead to itself. */
    DINGO_SPEED(none().pages(3).listsNamesOnly().servesContents(Asked.GET, "X-Repo-Commit", "X-Linked-ETag")),
    /** In mirror mode: it follows redirects, so that the answer is the last server's. */
    DRAGONFLY(none().servesContents(Asked.GET)),

    BLOBS_REFUSED_404(none().refuses(Asked.QUERY.and(Asked.REVISION), 404)),
    BLOBS_REFUSED_400(none().refuses(Asked.QUERY.and(Asked.REVISION), 400)),
    BLOBS_WITHOUT_SIZES(none().listsNamesOnly()),
    NO_REVISION_ROUTE(none().refuses(Asked.REVISION, 404)),
    NO_REVISION_ROUTE_400(none().refuses(Asked.REVISION, 400)),
    TREE_REFUSED_400(none().listsNamesOnly().refuses(Asked.TREE.or(Asked.PATHS_INFO), 400)),
    TREE_REFUSED_404(none().listsNamesOnly().refuses(Asked.TREE.or(Asked.PATHS_INFO), 404)),
    TREE_REFUSED_405(none().listsNamesOnly().refuses(Asked.TREE.or(Asked.PATHS_INFO), 405)),
    TREE_REFUSED_500(none().listsNamesOnly().refuses(Asked.TREE.or(Asked.PATHS_INFO), 500)),
    TREE_REFUSED_501(none().listsNamesOnly().refuses(Asked.TREE.or(Asked.PATHS_INFO), 501)),
    /** Its tags are its own. */
    NAMES_WITHOUT_HASHES(names().changes(Asked.CONTENT, Personality::opaque)),
    NAMES_WITHOUT_TAGS(names().hasNo("ETag", "Last-Modified")),
    PATHS_INFO_ONLY(none().listsAtMost(0).refuses(Asked.TREE, 404)),
    NO_LIST(none().listsAtMost(0).refuses(Asked.TREE.or(Asked.PATHS_INFO), 404)),
    NO_API(none().refuses(Asked.API, 404)),
    LIST_EMPTY(none().listsAtMost(0)),
    LIST_CUT_AT_100(none().listsAtMost(100), 100),
    LIST_CUT_AT_1000(none().listsAtMost(1_000), 1_000),
    PAGES_FOR_EVER(none().listsAtMost(0).pagesForEver()),
    PAGE_ONE_AGAIN(none().listsAtMost(0).pages(4).ignores(Asked.TREE, "cursor", "limit")),
    LINK_ELSEWHERE(none().listsAtMost(0).pages(3).changes(Asked.TREE, Personality::linksElsewhere)),

    NO_REPO_COMMIT(none().hasNo("X-Repo-Commit")),
    OTHER_REPO_COMMIT(none().changes(
                    Asked.CONTENT, fault -> fault.rewriteHeader("X-Repo-Commit", commit -> "f".repeat(40)))),
    NO_LINKED_HEADERS(none().hasNo("X-Linked-ETag", "X-Linked-Size")),
    LINKED_SIZE_0(none().changes(Asked.CONTENT, fault -> fault.rewriteHeader("X-Linked-Size", size -> "0"))),
    NO_LENGTH(none().changes(Asked.CONTENT, Fault::chunked)),
    NO_ETAG(none().hasNo("ETag", "X-Linked-ETag")),
    ETAG_WEAK(none().changes(Asked.CONTENT, Personality::weak)),
    ETAG_UNQUOTED(none().changes(Asked.CONTENT, Personality::unquoted)),
    HEAD_REFUSED_405(none().refuses(Asked.HEAD, 405)),
    HEAD_REFUSED_500(none().refuses(Asked.HEAD, 500)),
    RANGE_REFUSED_403(none().refuses(Asked.RANGE, 403)),
    RANGE_REFUSED_416(none().refuses(Asked.RANGE, 416)),
    RANGE_REFUSED_501(none().refuses(Asked.RANGE, 501)),
    RANGE_IGNORED(none().changes(Asked.CONTENT, Fault::ignoreRange)),
    RANGE_WRONG(none().changes(Asked.CONTENT, Fault::wrongContentRange)),
    REDIRECTS_301(none().redirectsWith(301)),
    REDIRECTS_303(none().redirectsWith(303)),
    REDIRECTS_308(none().redirectsWith(308)),
    LONG_COMMITS(none().hasLongCommits()),

    JSON_AS_HTML(none().changes(
                    Asked.API, fault -> fault.rewriteHeader("Content-Type", type -> "text/html; charset=utf-8"))),
    LOGIN_PAGE(none().changes(
                    Asked.ANYTHING,
                    fault -> fault.body(
                            200,
                            "text/html; charset=utf-8",
                            "<html>Who are you?</html>".getBytes(StandardCharsets.US_ASCII)))),
    LOGIN_WANTED(below("/repository/hf").wantsLogin()),
    ABSENT_IS_401(none().saysThatRepositoryIsAbsent()),
    /** Sends contents itself, without a redirect. */
    SERVES_CONTENTS(none().servesContents(Asked.ANYTHING, "X-Repo-Commit", "X-Linked-ETag")
            .tagsWithHash()),
    /** A cold repository manager. */
    SLOW_FIRST_BYTE(none().fetchesFirst(Duration.ofMillis(200))),
    LIMITED(none().changes(Asked.ANYTHING, fault -> fault.times(2).status(429).header("Retry-After", "3"))),
    BUSY(none().changes(Asked.ANYTHING, fault -> fault.times(2).status(503))),
    /** A cache that holds a wrong byte, and asks the Hub again when told to. */
    CORRUPT_CACHE(none().changes(
                    Asked.CONTENT.and(request -> request.header("Cache-Control").isEmpty()),
                    fault -> fault.flipByteAt(0)));

    private final Deviations deviations;
    private final int cut;

    Personality(Deviations deviations) {
        this(deviations, 0);
    }

    Personality(Deviations deviations, int cut) {
        this.deviations = deviations;
        this.cut = cut;
    }

    /** After how many files the list that comes with a revision ends, so that some are missing; 0 if none is. */
    public int cut() {
        return cut;
    }

    /** The path of the endpoint. */
    String prefix() {
        return deviations.prefix();
    }

    /** Sets how much an answer has. */
    void limit(Catalog catalog) {
        deviations.limit(catalog);
    }

    /** Puts what this server does otherwise in front of a hub. */
    Handler before(Handler hub) {
        return deviations.before(hub);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Has no hash but in the tag of a content. */
    private static Deviations names() {
        return none().listsNamesOnly()
                .refuses(Asked.TREE.or(Asked.PATHS_INFO), 404)
                .servesContents(Asked.ANYTHING)
                .hasNo("X-Linked-ETag", "X-Linked-Size", "X-Repo-Commit");
    }

    private static Fault linksElsewhere(Fault fault) {
        return fault.rewriteHeader("Link", link -> link.replaceFirst("<http://[^/]+/", "<https://hub.invalid/"));
    }

    private static Fault unquoted(Fault fault) {
        return fault.rewriteHeader("ETag", tag -> tag.replace("\"", ""))
                .rewriteHeader("X-Linked-ETag", tag -> tag.replace("\"", ""));
    }

    private static Fault opaque(Fault fault) {
        return fault.rewriteHeader("ETag", tag -> "\"opaque-" + tag.substring(1, 9) + "\"");
    }

    private static Fault weak(Fault fault) {
        return fault.rewriteHeader("ETag", tag -> "W/" + tag).rewriteHeader("X-Linked-ETag", tag -> "W/" + tag);
    }
}
