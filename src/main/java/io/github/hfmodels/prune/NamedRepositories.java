package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoId;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The repositories that the configurations of needed models name, such as the base model of an adapter: those models cannot be used
 * without them. What is named and not needed stays, too.
 */
public final class NamedRepositories {

    private static final Log LOG = Log.of(NamedRepositories.class);

    /** A larger file is not a configuration. */
    private static final long MAX_CONFIGURATION = 32_000_000;

    /** Longer texts are cut: ids are shorter, and so are refs and commits. */
    private static final int MAX_TEXT = 2_000;

    private final Map<String, List<Repository>> byId = new HashMap<>();
    private final Set<String> refsAndCommits = new HashSet<>();
    private final Map<RepoId, Set<String>> revisions = new HashMap<>();
    private final Deque<CachedRevision> pending = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();

    private NamedRepositories(CacheInventory inventory) {
        for (Repository each : inventory.repositories()) {
            byId.computeIfAbsent(key(each.repo().id()), id -> new ArrayList<>()).add(each);
            each.refs().forEach(ref -> refsAndCommits.add(ref.name()));
            each.revisions()
                    .forEach(revision -> refsAndCommits.add(revision.commit().hex()));
        }
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /** The rules with the revisions of all that is named in the cache, directly or indirectly. Files that cannot be read name nothing. */
    public static KeepRules added(KeepRules rules, CacheInventory inventory) {
        var named = new NamedRepositories(inventory);
        rules.revisions().forEach((repo, names) -> names.forEach(name -> named.add(repo, name)));
        named.follow();
        return new KeepRules(named.revisions, rules.contents(), rules.keepDays(), rules.maxSize());
    }

    private void add(RepoId repo, String revision) {
        revisions.computeIfAbsent(repo, any -> new HashSet<>()).add(revision);
        for (Repository each : byId.getOrDefault(key(repo.id()), List.of())) {
            if (each.repo().type() == repo.type()) {
                addSnapshots(each, revision);
            }
        }
    }

    private void addSnapshots(Repository repository, String revision) {
        Set<String> commits = new HashSet<>(Set.of(revision));
        repository.refs().stream()
                .filter(ref -> ref.name().equals(revision))
                .forEach(ref -> commits.add(ref.commit().hex()));
        repository.revisions().stream()
                .filter(each -> commits.contains(each.commit().hex()) && seen.add(each.folder()))
                .forEach(pending::add);
    }

    private void follow() {
        while (!pending.isEmpty()) {
            for (CachedFile file : pending.pop().files()) {
                if (isConfiguration(file.path()) && file.blob().size() <= MAX_CONFIGURATION) {
                    addNamed(file.blob().content());
                }
            }
        }
    }

    /** Not what is large and names words or tensors. */
    private static boolean isConfiguration(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(".json")
                && !name.endsWith(".index.json")
                && !name.startsWith("vocab")
                && !name.equals("tokenizer.json");
    }

    private void addNamed(Path configuration) {
        Set<String> texts = texts(configuration);
        for (String text : texts) {
            for (Repository each : byId.getOrDefault(id(text), List.of())) {
                add(each.repo(), each.repo().source().defaultRevision().name());
                each.refs().stream()
                        .map(CachedRef::name)
                        .filter(texts::contains)
                        .forEach(ref -> add(each.repo(), ref));
                each.revisions().stream()
                        .map(revision -> revision.commit().hex())
                        .filter(texts::contains)
                        .forEach(commit -> add(each.repo(), commit));
            }
        }
    }

    /** The key of the repository that a text may name: the name of a module of code may follow. */
    private static String id(String text) {
        int end = text.indexOf("--");
        return key(end < 0 ? text : text.substring(0, end));
    }

    /** What is between quotation marks and may name something of the cache; the file may be too large to be held in memory. */
    private Set<String> texts(Path file) {
        var texts = new HashSet<String>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            var bytes = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '"') {
                    addIfKnown(bytes, texts);
                    bytes.reset();
                } else if (bytes.size() < MAX_TEXT) {
                    bytes.write(next);
                }
            }
            addIfKnown(bytes, texts);
        } catch (IOException e) {
            LOG.debug("{} names nothing more", file, e);
        }
        return texts;
    }

    /** JSON allows a slash to be escaped, and some programs do that. */
    private void addIfKnown(ByteArrayOutputStream bytes, Set<String> texts) {
        String text = bytes.toString(StandardCharsets.UTF_8).replace("\\/", "/");
        if (byId.containsKey(id(text)) || refsAndCommits.contains(text)) {
            texts.add(text);
        }
    }
}
