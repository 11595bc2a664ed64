package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A commit being filled. It starts with its parent's files, and it is sealed when its id is first asked for, by {@link
 * #id()}, by a request or by the next commit. Thread-safe.
 */
public final class TestCommit {
    static final String DATE = "2026-01-02T03:04:05.000Z";

    private static final String SAFE = "safe";

    private final String repositoryId;
    private final String message;
    private final @Nullable TestCommit parent;
    private final boolean longId;
    private final Map<String, String> scans = new TreeMap<>();
    private boolean scansPending;
    private final Map<String, RepoEntry> files = new TreeMap<>();
    private final List<RepoEntry> rawFiles = new ArrayList<>();
    private final List<String> rawListing = new ArrayList<>();
    private String wantedId = "";
    private @Nullable String id;
    private List<TreeNode> nodes = List.of();

    TestCommit(String repositoryId, String message, @Nullable TestCommit parent, boolean longId) {
        this.repositoryId = repositoryId;
        this.message = message;
        this.parent = parent;
        this.longId = longId;
        if (parent != null) {
            files.putAll(parent.files);
        }
    }

    /** Adds or replaces a file kept in git itself. */
    public TestCommit file(String path, String text) {
        return file(path, Content.of(text));
    }

    public TestCommit file(String path, byte[] bytes) {
        return file(path, Content.of(bytes));
    }

    public TestCommit file(String path, Content content) {
        return put(path, content, RepoEntry::regular);
    }

    /** Adds or replaces a file kept in the large file storage and served by the content network. */
    public TestCommit lfs(String path, byte[] bytes) {
        return lfs(path, Content.of(bytes));
    }

    public TestCommit lfs(String path, Content content) {
        return put(path, content, RepoEntry::lfs);
    }

    /** Adds or replaces a large file that clients with Xet could fetch in chunks. */
    public TestCommit xet(String path, byte[] bytes) {
        return xet(path, Content.of(bytes));
    }

    public TestCommit xet(String path, Content content) {
        return put(path, content, RepoEntry::xet);
    }

    public synchronized TestCommit remove(String path) {
        requireOpen();
        if (files.remove(path) == null) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return this;
    }

    /** Lists a file under any name and with any claims, however false, and serves {@code content} for it. */
    public synchronized TestCommit raw(
            String path, String oid, long size, @Nullable String lfsSha256, Content content) {
        requireOpen();
        rawFiles.add(new RepoEntry(path, content, oid, size, lfsSha256, null));
        return this;
    }

    /** Adds an entry to the tree listing exactly as the given JSON says. */
    public synchronized TestCommit rawTreeEntry(String json) {
        requireOpen();
        rawListing.add(json);
        return this;
    }

    /**
     * Lets the Hub's scan say something of a file, such as {@code unsafe}, at any time. It says {@code safe} of all others, unless
     * they still wait.
     */
    public synchronized TestCommit scan(String path, String status) {
        scans.put(path, status);
        return this;
    }

    /** Lets files wait for the Hub's scan, except those of which it has said something. */
    public synchronized TestCommit scansPending() {
        scansPending = true;
        return this;
    }

    /** Lets the Hub's scan end. */
    public synchronized TestCommit scansDone() {
        scansPending = false;
        return this;
    }

    /** Replaces the computed id, by anything. */
    public synchronized TestCommit idOverride(String id) {
        requireOpen();
        wantedId = id;
        return this;
    }

    /** Seals the commit. The id depends on the repository, the message and the files alone. */
    public synchronized String id() {
        String sealed = id;
        if (sealed == null) {
            sealed = wantedId.isEmpty() ? computeId() : wantedId;
            id = sealed;
            nodes = new ArrayList<>(TreeNode.list(files.values()));
            rawFiles.forEach(file -> nodes.add(new TreeNode(file.path(), file)));
        }
        return sealed;
    }

    String message() {
        return message;
    }

    /** This commit and those before it, the newest first. */
    List<TestCommit> history() {
        List<TestCommit> history = new ArrayList<>();
        for (TestCommit commit = this; commit != null; commit = commit.parent) {
            history.add(commit);
        }
        return history;
    }

    /** What the Hub says of the scan of the whole commit. */
    synchronized Object securityRepoStatus() {
        return Json.object(
                "scansDone",
                !scansPending,
                "filesWithIssues",
                scans.entrySet().stream()
                        .filter(scan -> !scan.getValue().equals(SAFE))
                        .map(scan -> Json.object("path", scan.getKey(), "level", scan.getValue()))
                        .toList());
    }

    /** What the Hub says of the scan of a file. */
    synchronized Object securityFileStatus(String path) {
        String status = scans.getOrDefault(path, scansPending ? "queued" : SAFE);
        return Json.object(
                "status",
                status,
                "avScan",
                Json.object("status", status, "virusFound", false, "virusNames", List.of()),
                "pickleImportScan",
                null);
    }

    synchronized Collection<RepoEntry> files() {
        List<RepoEntry> all = new ArrayList<>(files.values());
        all.addAll(rawFiles);
        return all;
    }

    synchronized List<TreeNode> nodes() {
        id();
        return nodes;
    }

    synchronized List<String> rawListing() {
        return List.copyOf(rawListing);
    }

    synchronized Optional<RepoEntry> find(String path) {
        RepoEntry file = files.get(path);
        return file != null
                ? Optional.of(file)
                : rawFiles.stream().filter(raw -> raw.path().equals(path)).findFirst();
    }

    private synchronized TestCommit put(String path, Content content, BiFunction<String, Content, RepoEntry> storage) {
        requireOpen();
        if (path.isEmpty() || ("/" + path + "/").matches("(?s).*/(\\.\\.?)?/.*|.*\0.*")) {
            throw new IllegalArgumentException("git knows no such path, use raw: " + path);
        }
        files.put(path, storage.apply(path, content));
        return this;
    }

    private void requireOpen() {
        if (id != null) {
            throw new IllegalStateException("commit " + id + " is sealed");
        }
    }

    private String computeId() {
        StringBuilder text = new StringBuilder(repositoryId).append('\n').append(message);
        files().forEach(file ->
                text.append('\n').append(file.path()).append(' ').append(file.etag()));
        rawListing.forEach(json -> text.append('\n').append(json));
        return longId ? Digests.sha256(text.toString()) : Digests.sha1(text.toString());
    }
}
