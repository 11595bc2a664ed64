package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TlsWarmUp;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.EndpointRedirects;
import io.github.hfmodels.source.http.PeerHeaders;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.transfer.ApiClient;
import io.github.hfmodels.transfer.ContentFetcher;
import io.github.hfmodels.transfer.HeadCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** ModelScope, or a server that speaks its protocol. */
public final class ModelScopeSource implements ModelSource {

    private static final String SHA256_OF_NOTHING = Digest.Algorithm.SHA256.of(new byte[0]);

    private final HttpTransport transport;
    private final ModelScopeAddresses addresses;
    private final Credentials credentials;
    private final EnvelopeReader envelopes;
    private final Snapshots snapshots;
    private final ContentFetcher contents;
    private final PeerHeaders peers;
    private final ModelScopeFailures failures;

    /**
     * @param memory what this build has found out about endpoints, the same for all modules
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     */
    public ModelScopeSource(
            SourceEndpoint endpoint,
            HttpSettings settings,
            ConcurrentMap<String, String> memory,
            Sleeper sleeper,
            InstantSource clock) {
        // First, since it loads its classes in the background.
        this.envelopes = new EnvelopeReader(new ServerJson("ModelScope"));
        this.addresses = new ModelScopeAddresses(endpoint.address());
        var redirects =
                new EndpointRedirects(endpoint.address(), endpoint.strict(), SourceId.MODELSCOPE.publicHosts(), memory);
        this.transport = new HttpTransport(settings, sleeper, clock, redirects);
        boolean sendsCredentials = transport.sendsCredentialsTo(endpoint.address());
        this.credentials = sendsCredentials ? SessionCookie.with(endpoint.credentials()) : endpoint.credentials();
        this.contents = new ContentFetcher(transport, memory);
        this.peers = new PeerHeaders(endpoint.address(), credentials, endpoint.dragonfly(), sendsCredentials, memory);
        this.failures = new ModelScopeFailures(addresses, credentials, sendsCredentials, transport::waited);
        this.snapshots = new Snapshots(
                new RepoLists(new ApiClient(transport, credentials), addresses, envelopes),
                failures,
                new RevisionMemory(memory, endpoint.address()));
    }

    @Override
    public void prepareDownloads() {
        TlsWarmUp.startToCompile(credentials.origin());
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        return snapshots.list(request);
    }

    /** Lists the commit, unless that was done: there is no other way to ask for a hash. */
    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        return snapshots.file(repo, commit, file.path()).map(RepoFile::digest);
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        Optional<RepoFile> file = snapshots.file(repo, commit, path);
        if (file.isEmpty()) {
            throw new SourceException(
                            Kind.FILE_NOT_FOUND,
                            Printable.of(path) + " is not in ModelScope's list of " + commit,
                            Advice.to(Action.EXCLUDE_FILE),
                            null)
                    .at(commit);
        }
        return file.get();
    }

    @Override
    public String host() {
        return credentials.origin().host();
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        if (file.contentSize() == 0 && file.digest().hex().equals(SHA256_OF_NOTHING)) {
            Files.deleteIfExists(part);
            Files.createFile(part);
            return;
        }
        String revision = snapshots.revision(repo, commit);
        URI address = addresses.file(repo, revision, file.path());
        try {
            fetch(address, file, part, observer);
        } catch (FileSystemException | DownloadCancelledException e) {
            throw e;
        } catch (IOException e) {
            throw failures.ofFile(e, repo, commit, file, revision);
        }
    }

    private void fetch(URI address, RepoFile file, Path part, TransferObserver observer) throws IOException {
        HttpRequest request = HttpRequest.content(address, credentials, peers.of(file));
        try {
            contents.fetch(request, file.digest(), file.contentSize(), noEnvelope(file), part, observer);
        } catch (TransferException e) {
            if (!e.isRateLimit()) {
                requireNoEnvelope(address, e);
            }
            throw e;
        }
    }

    /** Refuses at once JSON of another length than the content's: that is a failure mostly, with the status 200. */
    private static HeadCheck noEnvelope(RepoFile file) {
        String length = String.valueOf(file.contentSize());
        return (address, head) -> {
            boolean isJson = head.header("Content-Type").orElse("").contains("json");
            boolean isOther = head.header("Content-Length")
                            .filter(said -> !said.equals(length))
                            .isPresent()
                    && head.header("Content-Encoding").isEmpty();
            if (head.status() == 200 && isJson && isOther) {
                throw TransferException.permanent(
                        Addresses.printable(address) + " answered with something else than the content");
            }
        };
    }

    /**
     * Asks one time more for what was not the content, and does nothing if it is not a failure in an envelope.
     *
     * @throws HttpStatusException the failure that the envelope has
     */
    private void requireNoEnvelope(URI address, TransferException failure) throws HttpStatusException {
        var inEnvelope = new AtomicReference<@Nullable HttpStatusException>();
        try {
            transport.get(HttpRequest.api(address, credentials), response -> {
                try {
                    envelopes.requireNoFailure(response);
                } catch (HttpStatusException e) {
                    inEnvelope.set(e);
                    throw e;
                }
                return true;
            });
        } catch (IOException e) {
            // Of the request itself, it says nothing of the content that has arrived before.
            HttpStatusException told = inEnvelope.get();
            if (told != null) {
                told.addSuppressed(failure);
                throw told;
            }
            failure.addSuppressed(e);
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
