package io.github.hfmodels.testhub;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a request asks for, in the words that documentation of servers uses, whatever the endpoint's prefix. */
public enum Asked implements Predicate<RecordedRequest> {
    ANYTHING(request -> true),
    /** All but contents. */
    API(matching(".*/api/(models|datasets|spaces)/.+")),
    /** The commit of a revision, and the names of its files. */
    REVISION(matching(".*/api/[a-z]+/.+/revision/[^/]+")),
    /** The same of the default branch, without naming it. */
    DEFAULT_BRANCH(matching(".*/api/(models|datasets|spaces)/[^/]+(/[^/]+)?")),
    TREE(matching(".*/api/[a-z]+/.+/tree/.+")),
    PATHS_INFO(matching(".*/api/[a-z]+/.+/paths-info/.+")),
    /** The commits up to a revision. */
    COMMITS(matching(".*/api/[a-z]+/.+/commits/.+")),
    /** Anything of data sets. */
    DATASET(matching(".*/datasets/.+")),
    /** A file, here or where a redirect leads. */
    CONTENT(request -> request.server() == RecordedRequest.Server.CDN
            || request.path().contains("/resolve/")
            || request.path().contains("/api/resolve-cache/")),
    HEAD(request -> request.method().equals("HEAD")),
    GET(request -> request.method().equals("GET")),
    /** Part of a file. */
    RANGE(request -> CONTENT.test(request) && request.header("Range").isPresent()),
    QUERY(request -> API.test(request) && request.query().isPresent());

    private final Predicate<RecordedRequest> matcher;

    Asked(Predicate<RecordedRequest> matcher) {
        this.matcher = matcher;
    }

    @Override
    public boolean test(RecordedRequest request) {
        return matcher.test(request);
    }

    private static Predicate<RecordedRequest> matching(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return request -> request.server() == RecordedRequest.Server.HUB
                && pattern.matcher(request.path()).matches();
    }
}
