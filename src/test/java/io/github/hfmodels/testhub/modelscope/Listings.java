package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Digests;
import io.github.hfmodels.testhub.Json;
import io.github.hfmodels.testhub.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists branches and tags, and the files of a commit. */
final class Listings {

    private static final long CREATED = 1_767_323_045L;
    private static final int LARGEST_SMALL_PAGE = 50;
    private static final int ENDLESS_PAGE = 100_000;

    private final Set<Variation> variations;
    private final Envelopes envelopes;

    Listings(Set<Variation> variations, Envelopes envelopes) {
        this.variations = variations;
        this.envelopes = envelopes;
    }

    Response revisions(ModelScopeRepository repository) {
        Map<String, @Nullable Object> map =
                Json.object("Branches", orNull(names(repository.branches())), "Tags", orNull(names(repository.tags())));
        return envelopes.success(Json.object(envelopes.name("RevisionMap"), map), null);
    }

    private List<@Nullable Object> names(Map<String, ModelScopeCommit> commits) {
        List<@Nullable Object> names = new ArrayList<>();
        commits.forEach((name, commit) -> {
            Map<String, @Nullable Object> json =
                    Json.object(envelopes.name("Revision"), name, envelopes.name("CreatedAt"), CREATED);
            if (variations.contains(Variation.COMMIT_IDS)) {
                json.put(envelopes.name("CommitId"), commit.id());
            }
            names.add(json);
        });
        return names;
    }

    Response files(ModelScopeCommit commit) {
        return envelopes.success(data(made(entries(commit))), null);
    }

    /** A page of the files of a data set. */
    Response page(ModelScopeCommit commit, int number, int size) {
        List<Supplier<Object>> entries = entries(commit);
        if (variations.contains(Variation.IGNORES_PAGING)) {
            return envelopes.success(data(made(entries)), entries.size());
        }
        if (variations.contains(Variation.ENDLESS)) {
            return envelopes.success(endless(number), null);
        }
        boolean isSmall = variations.contains(Variation.SMALL_PAGES);
        int length = isSmall ? Math.min(size, LARGEST_SMALL_PAGE) : size;
        int start = (int) Math.min(entries.size(), (number - 1L) * length);
        List<@Nullable Object> page = made(entries.subList(start, Math.min(entries.size(), start + length)));
        return envelopes.success(data(page), isSmall ? entries.size() : null);
    }

    /** As text, since the limit that it is to reach is far away. */
    private static Json.Verbatim endless(int page) {
        return new Json.Verbatim(IntStream.range(0, ENDLESS_PAGE)
                .mapToObj(i -> "{\"Path\":\"" + page + "-" + i + "\",\"Type\":\"tree\"}")
                .collect(Collectors.joining(",", "[", "]")));
    }

    private @Nullable Object data(List<@Nullable Object> entries) {
        if (entries.isEmpty() && variations.contains(Variation.NULL_DATA_FOR_EMPTY)) {
            return null;
        }
        return variations.contains(Variation.BARE_LIST)
                ? entries
                : Json.object(envelopes.name("Files"), orNull(entries));
    }

    private @Nullable Object orNull(List<@Nullable Object> list) {
        return list.isEmpty() && variations.contains(Variation.NULL_FOR_EMPTY) ? null : list;
    }

    private static List<@Nullable Object> made(List<Supplier<Object>> entries) {
        List<@Nullable Object> made = new ArrayList<>();
        entries.forEach(entry -> made.add(entry.get()));
        return made;
    }

    /** Each folder before what is in it. Only those of a page are made. */
    private List<Supplier<Object>> entries(ModelScopeCommit commit) {
        List<Supplier<Object>> entries = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (ModelScopeFile file : commit.files()) {
            String path = file.path();
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                String folder = path.substring(0, slash);
                if (folders.add(folder)) {
                    entries.add(() -> folder(folder));
                }
            }
            entries.add(() -> entry(file));
        }
        commit.rawEntries().forEach(json -> entries.add(() -> new Json.Verbatim(json)));
        return entries;
    }

    private Map<String, @Nullable Object> folder(String path) {
        return common(path, "tree", 0, Digests.sha1("tree " + path));
    }

    private Map<String, @Nullable Object> entry(ModelScopeFile file) {
        Map<String, @Nullable Object> json = common(file.path(), "blob", file.size(), file.revision());
        if (file.hash().isThere()) {
            json.put(envelopes.name("Sha256"), new Json.Verbatim(file.hash().json()));
        }
        return json;
    }

    private Map<String, @Nullable Object> common(String path, String type, long size, String revision) {
        return Json.object(
                envelopes.name("Name"),
                path.substring(path.lastIndexOf('/') + 1),
                envelopes.name("Path"),
                path,
                envelopes.name("Type"),
                type,
                envelopes.name("Size"),
                size,
                envelopes.name("Revision"),
                revision,
                envelopes.name("CommitId"),
                null,
                envelopes.name("CommittedDate"),
                CREATED,
                envelopes.name("CommitMessage"),
                "更新文件");
    }
}
