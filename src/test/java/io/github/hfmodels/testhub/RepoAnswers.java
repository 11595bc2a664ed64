package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of the API about one repository, except its tree. */
final class RepoAnswers {
    private final Catalog catalog;

    RepoAnswers(Catalog catalog) {
        this.catalog = catalog;
    }

    Response info(TestRepository repository, String revision, boolean blobs) {
        Optional<TestCommit> commit = repository.find(revision);
        if (commit.isEmpty()) {
            return HubErrors.noSuchRevision(revision);
        }
        String commitId = commit.get().id();
        Map<String, @Nullable Object> info = Json.object(
                "_id",
                Digests.sha1(repository.id()).substring(0, 24),
                "id",
                repository.id(),
                "private",
                repository.isPrivate(),
                "gated",
                repository.isGated() ? "manual" : (Object) false,
                "disabled",
                repository.isDisabled(),
                "sha",
                commitId,
                "lastModified",
                TestCommit.DATE,
                "createdAt",
                TestCommit.DATE,
                "tags",
                repository.hubTags(),
                "downloads",
                0,
                "likes",
                0);
        Object cardData = repository.cardData();
        if (cardData != null) {
            info.put("cardData", cardData);
        }
        if (repository.type() == RepoType.MODEL) {
            info.put("modelId", repository.id());
        }
        info.put(
                "siblings",
                commit.get().files().stream()
                        .limit(catalog.siblingsLimit())
                        .map(file -> file.siblingJson(blobs))
                        .toList());
        return Response.json(200, info);
    }

    Response refs(TestRepository repository, boolean withPullRequests) {
        List<Object> converts = new ArrayList<>();
        List<Object> pullRequests = new ArrayList<>();
        repository.otherRefs().forEach((fullName, commit) -> {
            if (fullName.startsWith("refs/convert/")) {
                converts.add(ref(fullName.substring("refs/convert/".length()), fullName, commit));
            } else {
                pullRequests.add(ref(fullName.substring(fullName.lastIndexOf('/') + 1), fullName, commit));
            }
        });
        Map<String, @Nullable Object> refs = Json.object(
                "tags", refs(repository.tags(), "refs/tags/"),
                "branches", refs(repository.branches(), "refs/heads/"),
                "converts", converts);
        if (withPullRequests) {
            refs.put("pullRequests", pullRequests);
        }
        return Response.json(200, refs);
    }

    private static List<Object> refs(Map<String, String> commits, String start) {
        List<Object> refs = new ArrayList<>();
        commits.forEach((name, commit) -> refs.add(ref(name, start + name, commit)));
        return refs;
    }

    private static Object ref(String name, String fullName, String commit) {
        return Json.object("name", name, "ref", fullName, "targetCommit", commit);
    }
}
