package io.github.hfmodels.testhub;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hub itself: finds out what a request asks for, whether the caller may have it, and who answers. */
final class HubRoutes implements Handler {
    private static final int QUOTA = 1_000_000;
    private static final int WINDOW_SECONDS = 300;

    private final Catalog catalog;
    private final String prefix;
    private final RepoAnswers repoAnswers;
    private final TreeAnswers treeAnswers;
    private final ResolveAnswers resolveAnswers;
    private final AtomicInteger remaining = new AtomicInteger(QUOTA);

    HubRoutes(Catalog catalog, String origin, String prefix, ContentNetwork contentNetwork) {
        this.catalog = catalog;
        this.prefix = prefix;
        this.repoAnswers = new RepoAnswers(catalog, origin);
        this.treeAnswers = new TreeAnswers(catalog, origin);
        this.resolveAnswers = new ResolveAnswers(origin + prefix, prefix, contentNetwork);
    }

    @Override
    public Response answer(Request request) {
        String bucket = request.path().contains("/resolve") ? "resolvers" : "api";
        String left = String.valueOf(Math.max(1, remaining.decrementAndGet()));
        return route(request)
                .header("X-Request-Id", "Root=1-" + UUID.randomUUID())
                .header("RateLimit", "\"" + bucket + "\";r=" + left + ";t=" + WINDOW_SECONDS)
                .header("RateLimit-Policy", "\"fixed window\";\"" + bucket + "\";q=" + QUOTA + ";w=" + WINDOW_SECONDS);
    }

    private Response route(Request request) {
        if (!request.path().startsWith(prefix + "/")) {
            return HubErrors.noSuchPage();
        }
        Credentials.Caller caller =
                catalog.credentials().caller(request.headers().get("Authorization"));
        if (!caller.valid()) {
            return HubErrors.badCredentials();
        }
        if (caller.isAnonymous() && catalog.isClosedToStrangers()) {
            return HubErrors.credentialsWanted();
        }
        List<String> segments = Percent.segments(request.path().substring(prefix.length()));
        if (segments.equals(List.of("api", "whoami-v2"))) {
            return caller.isKnown()
                    ? Response.json(200, Json.object("type", "user", "name", "tester"))
                    : HubErrors.noSuchRepository(caller);
        }
        return RepoAddress.parse(segments)
                .map(address -> route(request, caller, address))
                .orElseGet(HubErrors::noSuchPage);
    }

    private Response route(Request request, Credentials.Caller caller, RepoAddress address) {
        Optional<TestRepository> found = catalog.find(address.type(), address.id());
        if (found.isEmpty()) {
            return catalog.newId(address.type(), address.id())
                    .map(newId -> toNewName(request, address.id(), newId))
                    .orElseGet(() -> HubErrors.noSuchRepository(caller));
        }
        TestRepository repository = found.get();
        if (!repository.showsItselfTo(caller)) {
            return HubErrors.noSuchRepository(caller);
        }
        if (repository.isDisabled()) {
            return HubErrors.disabled();
        }
        return switch (address.action()) {
            case "", "revision" -> info(request, repository, address);
            case "tree" -> treeAnswers.tree(request, repository, address);
            case "commits" -> repoAnswers.commits(request, repository, address.revision());
            case "paths-info" -> treeAnswers.pathsInfo(request, repository, address.revision());
            case "refs" ->
                repoAnswers.refs(repository, request.queryParameters().containsKey("include_prs"));
            default -> files(request, repository, caller, address);
        };
    }

    private Response info(Request request, TestRepository repository, RepoAddress address) {
        if (address.rest().size() > 1) {
            return HubErrors.noSuchPage();
        }
        String revision = request.queryParameters()
                .getOrDefault("revision", List.of(address.revision()))
                .get(0);
        if (isAskedForProviders(request)) {
            return repoAnswers.providers(repository);
        }
        return repoAnswers.info(repository, revision, request.hasFlag("blobs"), request.hasFlag("securityStatus"));
    }

    private static boolean isAskedForProviders(Request request) {
        return Stream.of("expand", "expand[]")
                .anyMatch(name ->
                        request.queryParameters().getOrDefault(name, List.of()).contains("inferenceProviderMapping"));
    }

    /** What a gated repository refuses. */
    private Response files(Request request, TestRepository repository, Credentials.Caller caller, RepoAddress address) {
        if (!repository.admits(caller)) {
            return HubErrors.gated(repository, caller);
        }
        return switch (address.action()) {
            case "auth-check" -> Response.json(200, Json.object());
            case RepoAddress.RESOLVE -> resolveAnswers.resolve(repository, address);
            case RepoAddress.RESOLVE_CACHE -> resolveAnswers.cached(request, repository, address);
            default -> HubErrors.noSuchPage();
        };
    }

    private Response toNewName(Request request, String oldId, String newId) {
        String target = request.path()
                + request.line().query().map(query -> "?" + query).orElse("");
        return Response.redirect(307, target.replaceFirst("/" + Pattern.quote(oldId), "/" + newId));
    }
}
