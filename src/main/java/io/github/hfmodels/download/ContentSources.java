package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.progress.SuccessiveAttempts;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gets contents from the sources of models, and what these do not give from the models' alternates. What a model has is what its own source, or
 * a lock, says; an alternate is asked for contents alone, which are verified by the hash that the own source has for them. Thread-safe.
 */
public final class ContentSources {

    private static final Log LOG = Log.of(ContentSources.class);

    private final SourceRegistry sources;
    private final SharedWork shared;
    private final AlternateContents elsewhere;
    private final Map<Given, Alternate> given = new ConcurrentHashMap<>();
    private final Map<Share, Integer> shares = new ConcurrentHashMap<>();

    /** A content that an alternate gave. */
    private record Given(RepoId repo, Digest content) {}

    /** What of a model came from an alternate. */
    private record Share(RepoId repo, Alternate alternate) {}

    /** @param shared what other modules of the build have found out about sources */
    public ContentSources(SourceRegistry sources, SharedWork shared) {
        this.sources = sources;
        this.shared = shared;
        this.elsewhere = new AlternateContents(sources);
    }

    /**
     * Fetches a content and verifies it.
     *
     * @param target the file for which it is fetched
     * @param isClaimed whether only a lock says that the file has it. The own source, if it can be asked, must not say otherwise; where it cannot,
     *     the lock decides
     * @param part may have a beginning of the content, whoever gave it
     * @throws SourceException when the own source does not give it, nor does an alternate
     * @throws IOException when the part cannot be written
     */
    void fetch(ContentJob job, SnapshotFile target, boolean isClaimed, Path part, SuccessiveAttempts attempts)
            throws IOException {
        RepoId repo = job.repo();
        ModelSource own = sources.of(repo);
        List<Alternate> alternates = alternates(job);
        String refusals = "";
        if (!alternates.isEmpty() && shared.givesNoContents(repo)) {
            refusals = fetchFromOne(alternates, job, target, part, attempts);
            if (refusals.isEmpty()) {
                return;
            }
        }
        try {
            own.fetch(repo, target.commit(), target.file(), part, attempts.next());
        } catch (SourceException e) {
            if (alternates.isEmpty() || mustBeKnown(job, target, isClaimed, e)) {
                throw e;
            }
            if (refusals.isEmpty()) {
                report(repo, e, alternates.get(0));
                refusals = fetchFromOne(alternates, job, target, part, attempts);
            }
            if (!refusals.isEmpty()) {
                throw withReason(e, refusals);
            }
        }
    }

    /** Whether an alternate must not hide a failure. */
    private boolean mustBeKnown(ContentJob job, SnapshotFile target, boolean isClaimed, SourceException failure) {
        boolean mayBeStale = job.plans().stream()
                .anyMatch(plan -> plan.isFromCache() && plan.failure(failure).suggestsStaleListing());
        return Thread.currentThread().isInterrupted()
                // The model is planned again by a listing that the source gives now.
                || mayBeStale
                || (isClaimed && contradicts(failure) && !isConfirmed(job, target));
    }

    /** Whether a source has said that a file has another content, or seems to. */
    private static boolean contradicts(SourceException failure) {
        return failure.kind() == Kind.CORRUPT || failure.kind() == Kind.FILE_NOT_FOUND;
    }

    private boolean isConfirmed(ContentJob job, SnapshotFile target) {
        try {
            return SourceCheck.confirms(sources.of(job.repo()), job.repo(), target);
        } catch (SourceException e) {
            LOG.debug(
                    "{}: {} is not confirmed",
                    job.repo(),
                    Printable.of(target.file().path()),
                    e);
            return false;
        }
    }

    /**
     * Whether a file of which only a lock says that it has a content does have it. Its own source must say so if it can be asked; what it says
     * against the lock, nobody else can overrule. Where it cannot be asked, the lock decides, if an alternate that the model names has a content
     * of that hash. An alternate cannot say more, as it knows nothing of the own source's commits; but it keeps a lock alone, which may be a
     * stranger's, from giving a file of a commit any content that the cache happens to have.
     *
     * @return false when only the content, fetched once more, shows it
     * @throws SourceException when the file has another content, or nobody can be asked
     */
    boolean confirms(ContentJob job, SnapshotFile target) throws SourceException {
        RepoId repo = job.repo();
        List<Alternate> alternates = alternates(job);
        if (!alternates.isEmpty() && shared.givesNoContents(repo.source()) && have(alternates, job)) {
            return true;
        }
        try {
            return SourceCheck.confirms(sources.of(repo), repo, target);
        } catch (SourceException e) {
            // A cancelled request says nothing about the source.
            if (alternates.isEmpty() || contradicts(e) || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            report(repo, e, alternates.get(0));
            return have(alternates, job);
        }
    }

    private boolean have(List<Alternate> alternates, ContentJob job) {
        return given.containsKey(new Given(job.repo(), job.digest()))
                || alternates.stream().anyMatch(alternate -> elsewhere.has(alternate, job));
    }

    /** The alternates of the models that wait for a content. What an ETag names can only be had where the ETag is from. */
    private static List<Alternate> alternates(ContentJob job) {
        return job.digest().isHash()
                ? job.plans().stream()
                        .map(plan -> plan.request().alternate())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
    }

    /** @return why none gave it; empty when one did */
    private String fetchFromOne(
            List<Alternate> alternates, ContentJob job, SnapshotFile target, Path part, SuccessiveAttempts attempts)
            throws IOException {
        var refusals = new ArrayList<String>();
        for (Alternate alternate : alternates) {
            try {
                elsewhere.fetch(alternate, job, target, part, attempts.next());
                given.put(new Given(job.repo(), job.digest()), alternate);
                shares.merge(new Share(job.repo(), alternate), job.targets().size(), Integer::sum);
                return "";
            } catch (SourceException e) {
                LOG.debug(
                        "{}: {} does not give {}",
                        job.repo(),
                        alternate,
                        Printable.of(target.file().path()),
                        e);
                refusals.add(alternate + ": " + e.getMessage());
            }
        }
        return String.join("; ", refusals);
    }

    /** What concerns more than one content is remembered, so that not every one waits for the same failure. */
    private void report(RepoId repo, SourceException failure, Alternate next) {
        boolean isNews = switch (failure.kind()) {
            case UNREACHABLE, RATE_LIMITED, PROXY -> shared.noteNoContents(repo.source());
            // Of this file alone.
            case CORRUPT, FILE_NOT_FOUND, MALFORMED, TOO_LARGE -> false;
            default -> shared.noteNoContents(repo);
        };
        if (isNews) {
            LOG.warn("{}: {}; from now on this build asks {} first for contents", repo, failure.getMessage(), next);
        } else if (failure.kind() == Kind.CORRUPT) {
            LOG.warn("{}: {}; asking {}", repo, failure.getMessage(), next);
        } else {
            LOG.debug("{}: {}; asking {}", repo, failure.getMessage(), next);
        }
    }

    private static SourceException withReason(SourceException own, String refusals) {
        var failure = new SourceException(
                own.kind(), own.getMessage() + "; " + refusals, own.advice(), own, own.isTokenMissing());
        return own.commit() == null ? failure : failure.at(own.commit());
    }

    /** The alternate that gave a content; empty when it came from the own source, or was not fetched. */
    Optional<Alternate> alternateOf(RepoId repo, Digest content) {
        return Optional.ofNullable(given.get(new Given(repo, content)));
    }

    /** Logs, once for each model, how many of its files have come from an alternate since this was called last. */
    public void reportAlternates() {
        for (Share share : shares.keySet()) {
            int files = shares.getOrDefault(share, 0);
            shares.remove(share);
            LOG.info(
                    "{} of {} came from {}", files == 1 ? "1 file" : files + " files", share.repo(), share.alternate());
        }
    }
}
