package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.transfer.ApiClient;
import io.github.hfmodels.transfer.ContentFetcher;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The Hugging Face Hub, or a server that speaks its protocol. */
public final class HubSource implements ModelSource {

    /** Beyond this Python's and Rust's clients stop; the Hub serves larger files through Xet alone. */
    private static final long MAX_FILE = 50_000_000_000L;

    private final HttpTransport transport;
    private final HubAddresses addresses;
    private final HubListing listing;
    private final ContentFetcher contents;
    private final HubFailures failures;

    /**
     * Connects when it is first asked.
     *
     * @throws IllegalArgumentException when the endpoint is not an HTTP address
     */
    public HubSource(HttpSettings settings) {
        this(settings, Sleeper.REAL, InstantSource.system());
    }

    /**
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     * @throws IllegalArgumentException when the endpoint is not an HTTP address
     */
    public HubSource(HttpSettings settings, Sleeper sleeper, InstantSource clock) {
        // First, because it gets ready beside the rest.
        var json = new HubJson();
        this.transport = new HttpTransport(settings, sleeper, clock);
        this.addresses = new HubAddresses(settings.endpoint());
        this.listing = new HubListing(new ApiClient(transport), addresses, json);
        this.contents = new ContentFetcher(transport);
        this.failures = new HubFailures(transport, addresses);
    }

    @Override
    public Listing list(RepoId repo, Revision revision) throws SourceException {
        try {
            return listing.of(repo, revision);
        } catch (IOException e) {
            throw failures.explain(e, repo, "revision '" + revision + "'", null);
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    Kind.MALFORMED, "the Hub's list leads to an address that is none; check hf.endpoint", e);
        }
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        if (file.contentSize() > MAX_FILE) {
            throw new SourceException(
                    Kind.TOO_LARGE,
                    "the Hub does not serve files over 50 GB by plain HTTP: " + Printable.of(file.path()) + " has "
                            + file.contentSize() + " bytes; leave it out with <excludes>",
                    null);
        }
        try {
            contents.fetch(
                    addresses.file(repo, commit, file.path()), file.digest(), file.contentSize(), part, observer);
        } catch (FileSystemException | DownloadCancelledException e) {
            throw e;
        } catch (IOException e) {
            throw failures.explain(e, repo, Printable.of(file.path()), commit);
        }
    }

    @Override
    public int requestCount() {
        return transport.requestCount();
    }

    @Override
    public void close() {
        transport.close();
        contents.close();
    }
}
