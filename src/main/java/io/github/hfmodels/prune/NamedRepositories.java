package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
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

    private final Map<String, List<Repository>> byId = new HashMap<>();
    private final Map<RepoId, Set<String>> revisions = new HashMap<>();
    private final Deque<CachedRevision> pending = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();

    private NamedRepositories(CacheInventory inventory) {
        for (Repository each : inventory.repositories()) {
            byId.computeIfAbsent(key(each.repo().id()), id -> new ArrayList<>()).add(each);
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
                if (file.path().endsWith(".json") && file.blob().size() <= MAX_CONFIGURATION) {
                    addNamed(file.blob().content());
                }
            }
        }
    }

    private void addNamed(Path configuration) {
        Set<String> texts = texts(configuration);
        for (String text : texts) {
            // The name of a module of code may follow.
            int end = text.indexOf("--");
            for (Repository each : byId.getOrDefault(key(end < 0 ? text : text.substring(0, end)), List.of())) {
                add(each.repo(), Revision.MAIN.name());
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

    /** What is between quotation marks. JSON allows a slash to be escaped, and some programs do that. */
    private static Set<String> texts(Path file) {
        try {
            String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new HashSet<>(List.of(json.replace("\\/", "/").split("\"")));
        } catch (IOException e) {
            LOG.debug("{} names nothing", file, e);
            return Set.of();
        }
    }
}
