package io.github.hfmodels.testhub;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A repository named by a URL and what is asked of it.
 *
 * @param action the word after the id, empty when there is none
 * @param rest decoded segments after the action
 */
record RepoAddress(RepoType type, String id, String action, List<String> rest) {
    static final String RESOLVE = "resolve";
    static final String RESOLVE_CACHE = "resolve-cache";

    private static final Set<String> ACTIONS =
            Set.of("revision", "tree", "paths-info", "commits", "refs", "auth-check");

    /** Finds the repository in decoded segments below the endpoint. */
    static Optional<RepoAddress> parse(List<String> segments) {
        if (!segments.get(0).equals("api")) {
            Optional<RepoType> typed = RepoType.ofPlural(segments.get(0)).filter(type -> type != RepoType.MODEL);
            List<String> words = segments.subList(typed.isPresent() ? 1 : 0, segments.size());
            return withAction(typed.orElse(RepoType.MODEL), words, Set.of(RESOLVE))
                    .filter(address -> address.action.equals(RESOLVE));
        }
        if (segments.size() > 5 && segments.get(1).equals(RESOLVE_CACHE)) {
            return RepoType.ofPlural(segments.get(2)).map(type -> cached(type, segments.subList(3, segments.size())));
        }
        if (segments.size() > 2) {
            return RepoType.ofPlural(segments.get(1))
                    .flatMap(type -> withAction(type, segments.subList(2, segments.size()), ACTIONS));
        }
        return Optional.empty();
    }

    /** First segment after the action, usually the revision. */
    String revision() {
        return rest.isEmpty() ? "main" : rest.get(0);
    }

    /** Segments after the revision. */
    String path() {
        return rest.size() < 2 ? "" : String.join("/", rest.subList(1, rest.size()));
    }

    private static Optional<RepoAddress> withAction(RepoType type, List<String> words, Set<String> actions) {
        int idWords = words.size() == 1 || actions.contains(words.get(1)) ? 1 : 2;
        String id = String.join("/", words.subList(0, idWords));
        if (words.size() == idWords) {
            return Optional.of(new RepoAddress(type, id, "", List.of()));
        }
        List<String> rest = words.subList(idWords + 1, words.size());
        return Optional.of(new RepoAddress(type, id, words.get(idWords), rest));
    }

    private static RepoAddress cached(RepoType type, List<String> words) {
        int idWords = words.get(1).matches("[0-9a-f]{40}") ? 1 : 2;
        String id = String.join("/", words.subList(0, idWords));
        return new RepoAddress(type, id, RESOLVE_CACHE, words.subList(idWords, words.size()));
    }
}
