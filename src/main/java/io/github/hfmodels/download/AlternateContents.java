package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Contents of alternates. Each is asked once, when something of it is wanted, which files it has. Thread-safe. */
final class AlternateContents {

    private static final Log LOG = Log.of(AlternateContents.class);

    private final SourceRegistry sources;
    private final Map<Alternate, Listed> listings = new ConcurrentHashMap<>();

    /** What an alternate has, or why it does not say; one of them is null. */
    private record Listed(@Nullable AlternateFiles files, @Nullable SourceException failure) {}

    AlternateContents(SourceRegistry sources) {
        this.sources = sources;
    }

    /** Whether an alternate has a content, by a hash that both sources know. */
    boolean has(Alternate alternate, ContentJob job) {
        AlternateFiles files = list(alternate).files();
        return files != null && files.have(job);
    }

    /**
     * Fetches a content from an alternate and verifies it by the hash that the model's own source has for it.
     *
     * @param target the file of the model for which it is fetched
     * @param part may have a beginning of the content
     * @throws SourceException when the alternate does not have it, or does not give it
     * @throws IOException when the part cannot be written
     */
    void fetch(Alternate alternate, ContentJob job, SnapshotFile target, Path part, TransferObserver observer)
            throws IOException {
        Listed listed = list(alternate);
        AlternateFiles files = listed.files();
        if (files == null) {
            throw Objects.requireNonNull(listed.failure(), "why it is not listed");
        }
        RepoFile there = files.find(job)
                .orElseThrow(() -> new SourceException(
                        Kind.FILE_NOT_FOUND, "it has no file with that content", Advice.NONE, null));
        RepoFile own = target.file();
        LOG.debug(
                "{}: {} is asked for as {} of {}",
                job.repo(),
                Printable.of(own.path()),
                Printable.of(there.path()),
                alternate);
        var wanted = new RepoFile(there.path(), own.size(), own.blobId(), own.lfs(), null, own.sha256());
        sources.ofAlternate(alternate.repo()).fetch(alternate.repo(), files.commit(), wanted, part, observer);
    }

    private Listed list(Alternate alternate) {
        return listings.computeIfAbsent(alternate, this::ask);
    }

    private Listed ask(Alternate alternate) {
        try {
            ModelSource source = sources.ofAlternate(alternate.repo());
            var request = new ListingRequest(alternate.repo(), alternate.revision());
            return new Listed(new AlternateFiles(source.list(request)), null);
        } catch (SourceException e) {
            return new Listed(null, e);
        } catch (UserException e) {
            // The build can do without this source.
            return new Listed(
                    null, new SourceException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), Advice.NONE, e));
        }
    }
}
