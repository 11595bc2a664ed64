package io.github.hfmodels.testhub;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a hub holds and how much of it one answer may show. Thread-safe. */
final class Catalog {
    static final int PAGE_SIZE = 1_000;
    static final int SIBLINGS_LIMIT = 50_000;

    private final Map<String, TestRepository> repositories = new ConcurrentHashMap<>();
    private final Map<String, String> renames = new ConcurrentHashMap<>();
    private final Credentials credentials = new Credentials();
    private volatile int pageSize = PAGE_SIZE;
    private volatile int siblingsLimit = SIBLINGS_LIMIT;
    private volatile boolean closedToStrangers;
    private volatile boolean longCommits;

    TestRepository repository(RepoType type, String id) {
        return repositories.computeIfAbsent(
                key(type, id), key -> new TestRepository(type, id, credentials, longCommits));
    }

    Optional<TestRepository> find(RepoType type, String id) {
        return Optional.ofNullable(repositories.get(key(type, id)));
    }

    void rename(String oldId, String newId) {
        renames.put(oldId, newId);
    }

    /** The new id of a repository that was renamed. */
    Optional<String> newId(RepoType type, String oldId) {
        return Optional.ofNullable(renames.get(oldId))
                .filter(newId -> find(type, newId).isPresent());
    }

    /** Gives commits ids of 64 digits, as some servers do. */
    void longCommits() {
        longCommits = true;
    }

    Credentials credentials() {
        return credentials;
    }

    int pageSize() {
        return pageSize;
    }

    void pageSize(int entries) {
        pageSize = entries;
    }

    int siblingsLimit() {
        return siblingsLimit;
    }

    void siblingsLimit(int entries) {
        siblingsLimit = entries;
    }

    boolean isClosedToStrangers() {
        return closedToStrangers;
    }

    void closeToStrangers() {
        closedToStrangers = true;
    }

    private static String key(RepoType type, String id) {
        return type.plural() + "/" + id;
    }
}
