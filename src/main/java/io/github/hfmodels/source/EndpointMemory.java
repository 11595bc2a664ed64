package io.github.hfmodels.source;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.SourceException.Kind;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a build has found out about several endpoints. One that cannot be reached is not asked again, unless no other is left. One
 * that does not work, or lacks a repository or a revision of it, is asked after the others. One that fails to give a content is asked
 * after the others for contents alone: where a revision is, the first that lists it still says. Thread-safe.
 *
 * @param memory the same for all modules of the build, which may each have loaded their own classes
 */
public record EndpointMemory(ConcurrentMap<String, String> memory) {

    private static final String UNREACHABLE = "unreachable ";
    private static final String FAILING = "failing ";
    private static final String FAILING_CONTENTS = "failing contents ";

    /** What endpoints are asked for. */
    enum Subject {
        /** Where a revision is, and what is there. */
        LISTING,
        /** One file of a commit. */
        CONTENT
    }

    /** The endpoints to ask, in order. */
    List<EndpointSource> order(List<EndpointSource> endpoints, RepoId repo, Subject subject) {
        List<EndpointSource> reachable = endpoints.stream()
                .filter(endpoint -> !isUnreachable(endpoint.address()))
                .toList();
        // Those that fail last; otherwise the order stays.
        return (reachable.isEmpty() ? endpoints : reachable)
                .stream()
                        .sorted(Comparator.comparing(endpoint -> isFailing(endpoint, repo, subject)))
                        .toList();
    }

    private boolean isFailing(EndpointSource endpoint, RepoId repo, Subject subject) {
        return memory.containsKey(FAILING + endpoint.address())
                || (subject == Subject.CONTENT && memory.containsKey(FAILING_CONTENTS + endpoint.address()))
                || memory.containsKey(failingFor(endpoint, repo, Subject.LISTING))
                || memory.containsKey(failingFor(endpoint, repo, subject));
    }

    /** Whether the address was not reached in this build. */
    public boolean isUnreachable(URI address) {
        return memory.containsKey(UNREACHABLE + address);
    }

    /** The failure of an endpoint that was not reached before. */
    SourceException whyUnreachable(EndpointSource endpoint) {
        String reason = memory.getOrDefault(UNREACHABLE + endpoint.address(), "it cannot be reached");
        return new SourceException(Kind.UNREACHABLE, reason, Advice.to(Advice.Action.CHECK_NETWORK), null);
    }

    void answered(EndpointSource endpoint) {
        memory.remove(UNREACHABLE + endpoint.address());
    }

    /** Whether a failure says something of an endpoint as a whole. */
    static boolean concernsAll(Kind kind, Subject subject) {
        return switch (kind) {
            case UNREACHABLE, RATE_LIMITED, PROXY -> true;
            // A content may come from another server, or be one that cannot be read.
            case UNAVAILABLE, REDIRECTED -> subject == Subject.LISTING;
            default -> false;
        };
    }

    /** @return whether that was not known before */
    boolean failed(EndpointSource endpoint, RepoId repo, Subject subject, SourceException failure) {
        String whole = (failure.kind() == Kind.UNREACHABLE ? UNREACHABLE : FAILING) + endpoint.address();
        String key = switch (failure.kind()) {
            case UNREACHABLE, RATE_LIMITED, PROXY -> whole;
            case UNAVAILABLE, REDIRECTED ->
                concernsAll(failure.kind(), subject) ? whole : FAILING_CONTENTS + endpoint.address();
            case REPOSITORY_NOT_FOUND, REVISION_NOT_FOUND, MALFORMED -> failingFor(endpoint, repo, subject);
            // Another file of the same repository may be as it should be.
            default -> "";
        };
        return !key.isEmpty() && memory.putIfAbsent(key, reason(failure)) == null;
    }

    /** Without what was asked for, which is another thing the next time. */
    private static String reason(SourceException failure) {
        @Nullable Throwable cause = failure.getCause();
        return Printable.of(String.valueOf(cause == null ? failure.getMessage() : cause.getMessage()));
    }

    private static String failingFor(EndpointSource endpoint, RepoId repo, Subject subject) {
        return FAILING + endpoint.address() + "\n" + subject + " " + repo.type() + " " + repo.id();
    }
}
