package io.github.hfmodels.testhub.modelscope;

/** What a server may do in another way than the server does by default. Several may hold at once. */
public enum Variation {
    /** Branches and tags are listed with the ids of their commits. */
    COMMIT_IDS,
    /** Ids of commits are no revisions: neither for listings nor for contents. */
    NO_COMMITS,
    /** There is no list of branches and tags. */
    NO_REVISIONS,
    /** Failures are envelopes with the status 200. */
    FAILURES_WITH_200,
    /** The members of files and envelopes begin with a small letter. */
    LOWER_CASE,
    /** {@code Data} of a listing is the list itself. */
    BARE_LIST,
    /** A list that is empty is {@code null}. */
    NULL_FOR_EMPTY,
    /** The same of {@code Data} itself. */
    NULL_DATA_FOR_EMPTY,
    /** Each page of a data set is the whole list. */
    IGNORES_PAGING,
    /** A page of a data set has at most 50 entries, whatever is asked for; how many there are in all is said. */
    SMALL_PAGES,
    /** The list of a data set has no end: each page has 100,000 entries that are new. */
    ENDLESS,
    /** Each content is a redirect to the storage, small ones too. */
    REDIRECTS_ALL,
    /** No content is a redirect. */
    REDIRECTS_NONE,
    /** A login is a cookie, and nothing else. */
    COOKIE_ONLY,
    /** A login is a header {@code Authorization}, and nothing else. */
    BEARER_ONLY
}
