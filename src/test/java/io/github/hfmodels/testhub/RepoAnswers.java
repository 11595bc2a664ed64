package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of the API about one repository, except its tree. */
final class RepoAnswers {
    private static final int COMMITS_ON_A_PAGE = 50;

    private final Catalog catalog;
    private final String origin;

    /** Links to next pages are absolute and start with {@code origin}. */
    RepoAnswers(Catalog catalog, String origin) {
        this.catalog = catalog;
        this.origin = origin;
    }

    Response info(TestRepository repository, String revision, boolean blobs, boolean securityStatus) {
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
        for (String member : List.of("pipeline_tag", "library_name")) {
            Object value = repository.card(member);
            if (value != null) {
                info.put(member, value);
            }
        }
        if (securityStatus) {
            info.put("securityRepoStatus", commit.get().securityRepoStatus());
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

    /** The inference providers, as the Hub has them on demand and then alone. */
    Response providers(TestRepository repository) {
        return Response.json(
                200, Json.object("id", repository.id(), "inferenceProviderMapping", repository.providers()));
    }

    /** A page of the commits up to a revision, the newest first. */
    Response commits(Request request, TestRepository repository, String revision) {
        Optional<TestCommit> head = repository.find(revision);
        if (head.isEmpty()) {
            return HubErrors.noSuchRevision(revision);
        }
        List<TestCommit> history = head.get().history();
        int page = Integer.parseInt(
                request.queryParameters().getOrDefault("p", List.of("0")).get(0));
        int size = Math.min(COMMITS_ON_A_PAGE, catalog.pageSize());
        Response response = Response.json(
                200,
                history.stream()
                        .skip((long) page * size)
                        .limit(size)
                        .map(RepoAnswers::commit)
                        .toList());
        return history.size() > (page + 1) * size
                ? response.header("Link", "<" + origin + request.path() + "?p=" + (page + 1) + ">; rel=\"next\"")
                : response;
    }

    private static Object commit(TestCommit commit) {
        return Json.object(
                "id",
                commit.id(),
                "title",
                commit.message(),
                "message",
                "",
                "authors",
                List.of(Json.object("user", "tester")),
                "date",
                TestCommit.DATE);
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
