package io.github.hfmodels.source;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.SuccessiveAttempts;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.EndpointMemory.Subject;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several endpoints of one source, asked in order: where one does not give what is asked for, the next is asked. Each content is
 * verified whoever gives it. What was learnt of the endpoints holds for the rest of the build.
 */
public final class EndpointList implements ModelSource {

    private static final Log LOG = Log.of(EndpointList.class);

    private final List<EndpointSource> endpoints;
    private final EndpointMemory memory;
    private volatile boolean isClosed;

    private EndpointList(List<EndpointSource> endpoints, EndpointMemory memory) {
        this.endpoints = endpoints;
        this.memory = memory;
    }

    /**
     * One source for all endpoints; that of the endpoint itself if there is only one.
     *
     * @param endpoints in the order in which they are asked; at least one
     * @param memory what this build has found out about endpoints, the same for all modules
     */
    public static ModelSource of(List<EndpointSource> endpoints, ConcurrentMap<String, String> memory) {
        return endpoints.size() == 1
                ? endpoints.get(0).source()
                : new EndpointList(List.copyOf(endpoints), new EndpointMemory(memory));
    }

    /** What an endpoint is asked. */
    @FunctionalInterface
    private interface Question<T, E extends IOException> {

        /** @param named the commit of the revision, if an endpoint has named it and then failed; null otherwise */
        T ask(ModelSource source, @Nullable CommitHash named) throws E, SourceException;
    }

    @Override
    public void prepareDownloads() {
        endpoints.stream()
                .filter(endpoint -> !memory.isUnreachable(endpoint.address()))
                .findFirst()
                .ifPresent(endpoint -> endpoint.source().prepareDownloads());
    }

    /**
     * Once an endpoint has named the commit, the others are asked for that commit and no other. Where the revision was last is not
     * taken from an endpoint that cannot say more while another might.
     */
    @Override
    public Listing list(ListingRequest request) throws SourceException {
        if (request.known() == null || request.revision().isCommit()) {
            return ask(request);
        }
        try {
            return ask(request.knowingNothing());
        } catch (SourceException e) {
            boolean mayBeKnown = e.commit() == null && e.isWorthAnotherEndpoint() && e.kind() != Kind.RATE_LIMITED;
            if (isClosed
                    || Thread.currentThread().isInterrupted()
                    || !mayBeKnown
                    || endpoints.stream().allMatch(endpoint -> memory.isUnreachable(endpoint.address()))) {
                throw e;
            }
            return ask(request);
        }
    }

    private Listing ask(ListingRequest request) throws SourceException {
        Question<Listing, SourceException> question =
                (source, named) -> source.list(named == null ? request : request.at(named));
        return ask(request.repo(), Subject.LISTING, question, any -> true);
    }

    /** What the endpoints say together, until one has said something of the scan, which mirrors seldom have. */
    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        var said = new AtomicReference<>(ModelInfo.EMPTY);
        Question<ModelInfo, SourceException> question =
                (source, named) -> said.accumulateAndGet(source.info(repo, commit, paths), ModelInfo::orElse);
        return ask(repo, Subject.LISTING, question, all -> !all.scans().isEmpty());
    }

    @Override
    public Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws SourceException {
        Question<Optional<RevisionLag>, SourceException> question =
                (source, named) -> source.lag(repo, revision, commit);
        return ask(repo, Subject.LISTING, question, Optional::isPresent);
    }

    @Override
    public List<String> inferenceProviders(RepoId repo) throws SourceException {
        Question<List<String>, SourceException> question = (source, named) -> source.inferenceProviders(repo);
        return ask(repo, Subject.LISTING, question, names -> !names.isEmpty());
    }

    /** No name: which endpoint has answered, or will, is not known. */
    @Override
    public String host() {
        return "the server";
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        Question<RepoFile, SourceException> question = (source, named) -> source.describe(repo, commit, path);
        return ask(repo, Subject.CONTENT, question, any -> true);
    }

    /** What the first says that agrees with the file; empty when an endpoint might give the file's content nevertheless. */
    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        var isUnsure = new AtomicBoolean();
        Question<Optional<Digest>, SourceException> question = (source, named) -> {
            Optional<Digest> digest = source.digest(repo, commit, file);
            isUnsure.compareAndSet(false, digest.isEmpty());
            return digest;
        };
        Optional<Digest> said = ask(repo, Subject.CONTENT, question, digest -> isOf(file, digest));
        return isOf(file, said) || !isUnsure.get() ? said : Optional.empty();
    }

    private static boolean isOf(RepoFile file, Optional<Digest> digest) {
        return digest.isPresent() && file.digest(digest.get().algorithm()).equals(digest);
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        var attempts = new SuccessiveAttempts(observer);
        Question<Boolean, IOException> question = (source, named) -> {
            source.fetch(repo, commit, file, part, attempts.next());
            return true;
        };
        ask(repo, Subject.CONTENT, question, any -> true);
    }

    /** @param suffices whether an answer ends the search; otherwise the last one is the result if no other suffices */
    private <T, E extends IOException> T ask(
            RepoId repo, Subject subject, Question<T, E> question, Predicate<T> suffices) throws E, SourceException {
        List<EndpointSource> order = memory.order(endpoints, repo, subject);
        var failures = new EndpointFailures(endpoints, subject == Subject.CONTENT);
        endpoints.stream()
                .filter(endpoint -> !order.contains(endpoint))
                .forEach(endpoint -> failures.add(endpoint, memory.whyUnreachable(endpoint)));
        @Nullable T insufficient = null;
        for (int i = 0; i < order.size(); i++) {
            EndpointSource endpoint = order.get(i);
            try {
                T answer = question.ask(endpoint.source(), failures.commit());
                memory.answered(endpoint);
                if (suffices.test(answer)) {
                    return answer;
                }
                insufficient = answer;
            } catch (SourceException e) {
                if (isClosed || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failures.add(endpoint, e);
                boolean isNews = memory.failed(endpoint, repo, subject, e);
                if (!e.isWorthAnotherEndpoint()) {
                    break;
                }
                if (i + 1 < order.size()) {
                    boolean isWarning = isNews && EndpointMemory.concernsAll(e.kind(), subject);
                    report(failures.name(endpoint), e, failures.name(order.get(i + 1)), isWarning);
                }
            }
        }
        if (insufficient != null) {
            return insufficient;
        }
        throw failures.combined();
    }

    private static void report(String name, SourceException failure, String next, boolean concernsAll) {
        if (concernsAll) {
            LOG.warn(
                    failure.kind() == Kind.UNREACHABLE
                            ? "{}: {}; from now on this build does without it and asks {}"
                            : "{}: {}; from now on this build asks {} first",
                    name,
                    failure.getMessage(),
                    next);
        } else if (failure.kind() == Kind.CORRUPT) {
            LOG.warn("{}: {}; asking {}", name, failure.getMessage(), next);
        } else {
            LOG.debug("{}: {}; asking {}", name, failure.getMessage(), next);
        }
    }

    @Override
    public int requestCount() {
        return endpoints.stream()
                .mapToInt(endpoint -> endpoint.source().requestCount())
                .sum();
    }

    @Override
    public void close() {
        isClosed = true;
        endpoints.forEach(endpoint -> endpoint.source().close());
    }
}
