package io.github.hfmodels.source;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException.Kind;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why each of several endpoints did not give what was asked for, and all that as one failure. Not thread-safe. */
final class EndpointFailures {

    /**
     * What the kind of the whole is taken from, first those of endpoints that might have given it at another time. Of those that
     * know the repository, the ones that know more come first.
     */
    static final List<Kind> DECIDING = List.of(
            Kind.UNREACHABLE,
            Kind.UNAVAILABLE,
            Kind.RATE_LIMITED,
            Kind.MALFORMED,
            Kind.CORRUPT,
            Kind.PROXY,
            Kind.REDIRECTED,
            Kind.GATED,
            Kind.DISABLED,
            Kind.FORBIDDEN,
            Kind.TOO_LARGE,
            Kind.FILE_NOT_FOUND,
            Kind.REVISION_NOT_FOUND,
            Kind.REPOSITORY_NOT_FOUND);

    private final List<EndpointSource> endpoints;
    private final boolean isOfContent;
    private final Map<EndpointSource, SourceException> failures = new LinkedHashMap<>();

    /**
     * @param endpoints all that there are, which need different names
     * @param isOfContent whether a content of a listing was asked for: that the listing is out of date, an endpoint that is not reached
     *     must not hide
     */
    EndpointFailures(List<EndpointSource> endpoints, boolean isOfContent) {
        this.endpoints = endpoints;
        this.isOfContent = isOfContent;
    }

    void add(EndpointSource endpoint, SourceException failure) {
        failures.put(endpoint, failure);
    }

    /** The commit that the first endpoint named that did so; null when none did. */
    @Nullable
    CommitHash commit() {
        return failures.values().stream()
                .map(SourceException::commit)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The endpoint in messages: its host, with as much of its address as tells it from the others. */
    String name(EndpointSource endpoint) {
        URI address = endpoint.address();
        return List.<Function<URI, String>>of(EndpointFailures::host, EndpointFailures::hostAndPort).stream()
                .filter(form -> endpoints.stream()
                                .filter(other -> form.apply(other.address()).equals(form.apply(address)))
                                .count()
                        == 1)
                .findFirst()
                .map(form -> form.apply(address))
                .orElse(Printable.of(address.toString()));
    }

    private static String host(URI address) {
        // A folder.
        return Authority.of(address).map(Authority::host).orElseGet(() -> Printable.of(address.toString()));
    }

    private static String hostAndPort(URI address) {
        return Authority.of(address)
                .map(server -> server.host() + (server.port() < 0 ? "" : ":" + server.port()))
                .orElseGet(() -> Printable.of(address.toString()));
    }

    /** One failure that has all reasons, in the order of the endpoints, and the advice of the last. */
    SourceException combined() {
        List<EndpointSource> inOrder = failures.keySet().stream()
                .sorted(Comparator.comparingInt(endpoints::indexOf))
                .toList();
        List<SourceException> all = inOrder.stream().map(this::reasonOf).toList();
        SourceException deciding = all.stream()
                .min(Comparator.comparingInt(failure -> rank(failure.kind())))
                .orElseThrow();
        String reasons = inOrder.stream()
                .map(endpoint -> name(endpoint) + ": " + reasonOf(endpoint).getMessage())
                .collect(Collectors.joining("; "));
        var whole = new SourceException(
                deciding.kind(), reasons, all.get(all.size() - 1).advice(), deciding, isTokenMissing(all));
        @Nullable CommitHash named = commit();
        SourceException failure = named == null ? whole : whole.at(named);
        all.stream().filter(each -> each != deciding).forEach(failure::addSuppressed);
        return failure;
    }

    private int rank(Kind kind) {
        return isOfContent && kind == Kind.UNREACHABLE ? DECIDING.size() : DECIDING.indexOf(kind);
    }

    /** A credential that one of them refuses is an error whatever the others say. */
    private static boolean isTokenMissing(List<SourceException> all) {
        return all.stream().anyMatch(SourceException::isTokenMissing)
                && all.stream().noneMatch(failure -> failure.kind() == Kind.FORBIDDEN && !failure.isTokenMissing());
    }

    private SourceException reasonOf(EndpointSource endpoint) {
        return Objects.requireNonNull(failures.get(endpoint));
    }
}
