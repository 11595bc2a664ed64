package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks what a repository is at a revision, by the first of three routes that the server has. */
record InfoRoutes(ApiClient api, HubAddresses addresses, ServerJson json, RouteMemory memory) {

    private static final List<Route> ROUTES = List.of(Route.BLOBS, Route.REVISION, Route.REPOSITORY);

    /** Whether the server is known to have none of the routes. */
    boolean areLacking(RepoId repo) {
        return ROUTES.stream().allMatch(route -> memory.lacks(repo.type(), route));
    }

    /** Notes that the server has none of the routes, although it has the repository. */
    void noteLack(RepoId repo) {
        ROUTES.forEach(route -> memory.noteLack(repo.type(), route));
    }

    /**
     * Asks about a revision. Routes that the server is known to lack are asked last, in case the server only lacked something else.
     *
     * @throws IOException when no route answers: the first refusal, or the failure that holds for all routes
     * @throws SourceException when the server has the repository, and does not say where the revision points
     */
    RepoInfo of(RepoId repo, Revision revision) throws IOException {
        List<Route> order = Stream.concat(
                        ROUTES.stream().filter(route -> !memory.lacks(repo.type(), route)),
                        ROUTES.stream().filter(route -> memory.lacks(repo.type(), route)))
                .toList();
        IOException refusal = null;
        boolean isThere = false;
        for (Route route : order) {
            try {
                RepoInfo info =
                        api.call(address(route, repo, revision), response -> json.read(response, RepoInfo::read));
                if (route != Route.REPOSITORY || isSameRevision(revision, info)) {
                    noteLackBefore(route, order, repo);
                    return info;
                }
                isThere = true;
                if (revision.isCommit()) {
                    // What it holds can be asked for without these routes.
                    break;
                }
            } catch (IOException e) {
                if (!Route.isRefused(e)) {
                    throw e;
                }
                refusal = refusal == null ? e : refusal;
            }
        }
        throw isThere && (refusal == null || !revision.isCommit())
                ? notNamed(revision, refusal)
                : Objects.requireNonNull(refusal, "there are routes");
    }

    /** Notes that better routes, which were asked before, are lacking. */
    private void noteLackBefore(Route route, List<Route> order, RepoId repo) {
        order.stream()
                .takeWhile(other -> other != route)
                .filter(other -> other.ordinal() < route.ordinal())
                .forEach(other -> memory.noteLack(repo.type(), other));
    }

    /** This route knows the default revision only. Some servers take others in the query, and some ignore that. */
    private static boolean isSameRevision(Revision revision, RepoInfo info) {
        return revision.isCommit() ? revision.name().equals(info.sha()) : revision.equals(Revision.MAIN);
    }

    private static SourceException notNamed(Revision revision, @Nullable IOException refusal) {
        return new SourceException(
                Kind.REVISION_NOT_FOUND,
                "the server has the repository, but does not say where revision '" + revision + "' points",
                Advice.to(Action.CHECK_REVISION),
                refusal);
    }

    private URI address(Route route, RepoId repo, Revision revision) {
        return switch (route) {
            case BLOBS -> addresses.revisionWithBlobs(repo, revision);
            case REVISION -> addresses.revision(repo, revision);
            default -> addresses.repository(repo);
        };
    }
}
