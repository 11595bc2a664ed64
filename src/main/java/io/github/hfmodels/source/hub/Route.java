package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpStatusException;
import java.io.IOException;
import java.util.Set;

/** The routes of the Hub's API that not every server of its protocol has. */
enum Route {
    /** A revision with the sizes and hashes of its files. */
    BLOBS,
    /** A revision with the names of its files. */
    REVISION,
    /** The default revision, as {@link #REVISION} has it. */
    REPOSITORY,
    /** A revision with the state of its security scan. */
    SCAN,
    /** The pages of a commit's files. */
    TREE,
    /** The files of a commit that are named in the request. */
    PATHS_INFO;

    /** What the Hub says of a repository or a revision, and not of a route. */
    private static final Set<String> VERDICTS = Set.of("RepoNotFound", "RevisionNotFound", "GatedRepo");

    /** What is wrong with the caller, the moment or the law, and not with a route. */
    private static final Set<Integer> OTHER_REASONS = Set.of(401, 402, 407, 408, 425, 429, 451);

    private static final Set<Integer> LASTING_ERRORS = Set.of(501, 505);

    /**
     * Whether a server seems to refuse the route, so that it may have another. All other failures hold for all routes, and no further
     * request is made after them: what a Hub says of the repository, refused credentials, limits, a server that does not work.
     */
    static boolean isRefused(IOException failure) {
        if (!(failure instanceof HttpStatusException refusal)
                || VERDICTS.contains(refusal.header("X-Error-Code").orElse(""))) {
            return false;
        }
        int status = refusal.status();
        return status == 403
                // The Hub says why: the token's permissions, a repository that is disabled.
                ? refusal.header("X-Error-Message").isEmpty()
                : LASTING_ERRORS.contains(status) || (status >= 400 && status < 500 && !OTHER_REASONS.contains(status));
    }

    /** Whether the server has failed, which some always do on routes that need more than they have, and some for now on all routes. */
    static boolean isFailing(IOException failure) {
        return failure instanceof HttpStatusException refusal && refusal.status() == 500;
    }
}
