package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository of the test hub: commits on main, refs to them, and who may see it. Thread-safe. */
public final class TestRepository {
    private static final String MAIN = "main";
    private static final int SHORTEST_PREFIX = 4;

    private final RepoType type;
    private final String id;
    private final Credentials credentials;
    private final boolean longCommits;
    private final List<TestCommit> commits = new ArrayList<>();
    private final Map<String, TestCommit> branches = new LinkedHashMap<>();
    private final Map<String, TestCommit> tags = new LinkedHashMap<>();
    private final Map<String, TestCommit> otherRefs = new LinkedHashMap<>();
    private @Nullable Set<String> readers;
    private @Nullable Set<String> admitted;
    private boolean disabled;
    private final Map<String, @Nullable Object> card = new LinkedHashMap<>();
    private Json.@Nullable Verbatim rawCard;
    private boolean hidesCard;
    private final Map<String, @Nullable Object> providers = new TreeMap<>();
    private List<String> hubTags = List.of();

    /** @param longCommits whether ids of commits have 64 digits rather than 40 */
    TestRepository(RepoType type, String id, Credentials credentials, boolean longCommits) {
        this.type = type;
        this.id = id;
        this.credentials = credentials;
        this.longCommits = longCommits;
    }

    public String id() {
        return id;
    }

    /** Starts a commit on main with the files of the last one. */
    public synchronized TestCommit commit(String message) {
        TestCommit parent = branches.get(MAIN);
        if (parent != null) {
            parent.id();
        }
        TestCommit commit = new TestCommit(id, message, parent, longCommits);
        commits.add(commit);
        branches.put(MAIN, commit);
        return commit;
    }

    /** Creates or moves a branch. Moving main back makes the next commit start from there. */
    public synchronized TestRepository branch(String name, String commit) {
        branches.put(name, commitOf(commit));
        return this;
    }

    public synchronized TestRepository tag(String name, String commit) {
        tags.put(name, commitOf(commit));
        return this;
    }

    /** Creates or moves a ref by its full name, such as {@code refs/pr/1} or {@code refs/convert/parquet}. */
    public synchronized TestRepository ref(String fullName, String commit) {
        otherRefs.put(fullName, commitOf(commit));
        return this;
    }

    /** Hides the repository from all but the given tokens, which the hub knows from now on. */
    public synchronized TestRepository makePrivate(String... tokens) {
        readers = Set.of(tokens);
        credentials.addTokens(tokens);
        return this;
    }

    /** Shows the repository to everybody but its files only to the given tokens, which the hub knows from now on. */
    public synchronized TestRepository makeGated(String... tokens) {
        admitted = Set.of(tokens);
        credentials.addTokens(tokens);
        return this;
    }

    public synchronized TestRepository disable() {
        disabled = true;
        return this;
    }

    /**
     * Declares a licence as the head of a README does, which the Hub passes on as the card's data and as a tag. Several are a
     * list, as datasets may have it.
     */
    public synchronized TestRepository license(String... licenses) {
        card("license", licenses.length == 1 ? licenses[0] : List.of(licenses));
        hubTags = Stream.of(licenses).map(each -> "license:" + each).toList();
        return this;
    }

    /** Declares a licence that the Hub does not know. */
    public synchronized TestRepository otherLicense(String name) {
        card("license", "other").card("license_name", name);
        hubTags = List.of("license:other");
        return this;
    }

    /**
     * Declares something as the head of a README does, such as {@code base_model}. The Hub also passes on {@code pipeline_tag} and
     * {@code library_name} outside the card's data.
     *
     * @param value a text or a list of texts
     */
    public synchronized TestRepository card(String member, Object value) {
        card.put(member, value);
        return this;
    }

    /** Lets an inference provider have the model, with a status such as {@code live} or {@code staging}. */
    public synchronized TestRepository provider(String name, String status) {
        providers.put(name, Json.object("status", status, "providerId", name + "/" + id, "task", "conversational"));
        return this;
    }

    /** Lets the Hub say of the card exactly what the JSON says, and nothing where that is null. */
    public synchronized TestRepository rawCardData(@Nullable String json) {
        rawCard = json == null ? null : new Json.Verbatim(json);
        hidesCard = json == null;
        return this;
    }

    /** Sets the words that the Hub shows with it, which are no tags of git. */
    public synchronized TestRepository hubTags(String... all) {
        hubTags = List.of(all);
        return this;
    }

    synchronized @Nullable Object cardData() {
        if (rawCard != null || hidesCard || card.isEmpty()) {
            return rawCard;
        }
        return new LinkedHashMap<>(card);
    }

    /** A member of the card; null where it does not have it. */
    synchronized @Nullable Object card(String member) {
        return card.get(member);
    }

    synchronized Object providers() {
        return new LinkedHashMap<>(providers);
    }

    synchronized List<String> hubTags() {
        return hubTags;
    }

    RepoType type() {
        return type;
    }

    synchronized boolean isPrivate() {
        return readers != null;
    }

    synchronized boolean isGated() {
        return admitted != null;
    }

    synchronized boolean isDisabled() {
        return disabled;
    }

    synchronized boolean showsItselfTo(Credentials.Caller caller) {
        return readers == null || readers.contains(caller.token());
    }

    synchronized boolean admits(Credentials.Caller caller) {
        return admitted == null || admitted.contains(caller.token());
    }

    /** Resolves a branch, a tag, a full ref, a commit id or an unambiguous start of one. */
    synchronized Optional<TestCommit> find(String revision) {
        Map<String, TestCommit> names = new LinkedHashMap<>(otherRefs);
        tags.forEach((name, commit) -> names.put("refs/tags/" + name, commit));
        branches.forEach((name, commit) -> names.put("refs/heads/" + name, commit));
        names.putAll(tags);
        names.putAll(branches);
        TestCommit named = names.get(revision);
        return named != null ? Optional.of(named) : findById(revision);
    }

    synchronized Map<String, String> branches() {
        return ids(branches);
    }

    synchronized Map<String, String> tags() {
        return ids(tags);
    }

    synchronized Map<String, String> otherRefs() {
        return ids(otherRefs);
    }

    private Optional<TestCommit> findById(String revision) {
        List<TestCommit> starting = new ArrayList<>();
        for (TestCommit commit : commits) {
            if (commit.id().equals(revision)) {
                return Optional.of(commit);
            }
            if (revision.length() >= SHORTEST_PREFIX && commit.id().startsWith(revision)) {
                starting.add(commit);
            }
        }
        return starting.size() == 1 ? Optional.of(starting.get(0)) : Optional.empty();
    }

    private TestCommit commitOf(String commitId) {
        return findById(commitId).orElseThrow(() -> new IllegalArgumentException("no commit " + commitId));
    }

    private static Map<String, String> ids(Map<String, TestCommit> refs) {
        Map<String, String> ids = new TreeMap<>();
        refs.forEach((name, commit) -> ids.put(name, commit.id()));
        return ids;
    }
}
