package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.ContentNetwork;
import io.github.hfmodels.testhub.Handler;
import io.github.hfmodels.testhub.Json;
import io.github.hfmodels.testhub.Percent;
import io.github.hfmodels.testhub.RangedResponse;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.Request;
import io.github.hfmodels.testhub.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what a request asks for, and whether the caller may have it. */
final class Routes implements Handler {

    private static final long LARGE = 1 << 20;
    private static final int USUAL_PAGE = 100;

    private final Repositories repositories;
    private final Set<Variation> variations;
    private final String prefix;
    private final ContentNetwork storage;
    private final Envelopes envelopes;
    private final Listings listings;

    Routes(Repositories repositories, Set<Variation> variations, String prefix, ContentNetwork storage) {
        this.repositories = repositories;
        this.variations = variations;
        this.prefix = prefix;
        this.storage = storage;
        this.envelopes = new Envelopes(variations);
        this.listings = new Listings(variations, envelopes);
    }

    @Override
    public Response answer(Request request) {
        if (request.line().server() == RecordedRequest.Server.CDN) {
            return fromStorage(request);
        }
        if (!request.path().startsWith(prefix + "/")) {
            return Response.text(404, "text/html; charset=utf-8", "<html>404</html>");
        }
        return route(request, Percent.segments(request.path().substring(prefix.length())));
    }

    /** Object stores refuse a request that bears credentials beside the signature of its address. */
    private Response fromStorage(Request request) {
        if (request.headers().contains("Authorization") || request.headers().contains("Cookie")) {
            return Response.text(
                    400,
                    "application/xml",
                    "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>");
        }
        return storage.answer(request);
    }

    private Response route(Request request, List<String> segments) {
        boolean isApi = segments.size() > 3
                && segments.get(0).equals("api")
                && segments.get(1).equals("v1");
        List<String> words = isApi ? segments.subList(2, segments.size()) : segments;
        boolean isDataset = words.get(0).equals("datasets");
        if (words.size() < 2 || !(isDataset || words.get(0).equals("models"))) {
            return Response.text(404, "text/html; charset=utf-8", "<html>404</html>");
        }
        String token = Logins.of(request.headers(), variations);
        if (!repositories.logins().knows(token)) {
            return envelopes.notLoggedIn();
        }
        // The older SDK has the number of a data set instead of its name.
        int idWords = isDataset && words.get(1).matches("\\d+") ? 1 : 2;
        if (words.size() < 1 + idWords) {
            return envelopes.notUnderstood();
        }
        String id = repositories.id(String.join("/", words.subList(1, 1 + idWords)));
        ModelScopeRepository repository = repositories.find(isDataset, id);
        if (repository == null || !repository.showsItselfTo(token)) {
            return envelopes.repositoryNotFound(isDataset);
        }
        List<String> rest = words.subList(1 + idWords, words.size());
        return isApi
                ? api(request, repository, isDataset, id, String.join("/", rest), token)
                : webForm(request, repository, rest, token);
    }

    private Response api(
            Request request,
            ModelScopeRepository repository,
            boolean isDataset,
            String id,
            String route,
            String token) {
        Map<String, List<String>> query = request.queryParameters();
        if (route.isEmpty()) {
            return envelopes.success(
                    Json.object("Id", repositories.number(id), "Name", id.replaceFirst(".*/", ""), "Type", 1), null);
        }
        if (route.equals("revisions") && !variations.contains(Variation.NO_REVISIONS)) {
            return listings.revisions(repository);
        }
        String revision = query.getOrDefault("Revision", List.of("master")).get(0);
        if (route.equals(isDataset ? "repo/tree" : "repo/files")) {
            return repository
                    .find(revision, findsCommits())
                    .map(commit -> isDataset
                            ? listings.page(
                                    commit, number(query, "PageNumber", 1), number(query, "PageSize", USUAL_PAGE))
                            : listings.files(commit))
                    .orElseGet(() -> envelopes.revisionNotFound(revision));
        }
        if (route.equals("repo") && query.containsKey("FilePath")) {
            return content(request, repository, revision, query.get("FilePath").get(0), token);
        }
        return envelopes.failure(404, 404, "接口不存在");
    }

    private static int number(Map<String, List<String>> query, String name, int otherwise) {
        return Integer.parseInt(
                query.getOrDefault(name, List.of(String.valueOf(otherwise))).get(0));
    }

    private Response webForm(Request request, ModelScopeRepository repository, List<String> rest, String token) {
        if (rest.size() < 3 || !rest.get(0).equals("resolve")) {
            return Response.text(200, "text/html; charset=utf-8", "<html>ModelScope</html>");
        }
        return content(request, repository, rest.get(1), String.join("/", rest.subList(2, rest.size())), token);
    }

    private Response content(
            Request request, ModelScopeRepository repository, String revision, String path, String token) {
        if (!repository.admits(token)) {
            return token.isEmpty() ? envelopes.notLoggedIn() : envelopes.forbidden();
        }
        return repository
                .find(revision, findsCommits())
                .map(commit -> commit.find(path)
                        .map(file -> content(request, file))
                        .orElseGet(() -> envelopes.fileNotFound(path)))
                .orElseGet(() -> envelopes.revisionNotFound(revision));
    }

    private Response content(Request request, ModelScopeFile file) {
        boolean isElsewhere = variations.contains(Variation.REDIRECTS_ALL)
                || (file.content().size() >= LARGE && !variations.contains(Variation.REDIRECTS_NONE));
        return isElsewhere
                ? Response.redirect(302, storage.signedUrl(file.path(), file.content()))
                : RangedResponse.of(
                        request, file.content(), "\"" + file.content().sha256() + "\"");
    }

    private boolean findsCommits() {
        return !variations.contains(Variation.NO_COMMITS);
    }
}
