package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TlsWarmUp;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.EndpointRedirects;
import io.github.hfmodels.source.http.PeerHeaders;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.transfer.ApiClient;
import io.github.hfmodels.transfer.ContentFetcher;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** The Hugging Face Hub, or a server that speaks its protocol. */
public final class HubSource implements ModelSource {

    private static final Log LOG = Log.of(HubSource.class);

    /** Of a user, or of a server for now. */
    private static final Set<Integer> PASSING_REFUSALS = Set.of(401, 408, 425, 429, 502, 503, 504);

    private final HttpTransport transport;
    private final HubAddresses addresses;
    private final Credentials credentials;
    private final HubListing listing;
    private final HubInfo info;
    private final ApiClient api;
    private final ServerJson json;
    private final ContentFetcher contents;
    private final FileDescriber describer;
    private final List<ContentTransfer> transfers;
    private final HubFailures failures;

    /**
     * @param memory what this build has found out about endpoints, the same for all modules
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     */
    public HubSource(
            SourceEndpoint endpoint,
            HttpSettings settings,
            ConcurrentMap<String, String> memory,
            Sleeper sleeper,
            InstantSource clock) {
        // First, since it loads its classes in the background.
        this.json = new ServerJson("a Hub");
        this.addresses = new HubAddresses(endpoint.address());
        this.credentials = endpoint.credentials();
        this.transport = new HttpTransport(
                settings,
                sleeper,
                clock,
                new EndpointRedirects(
                        endpoint.address(), endpoint.strict(), SourceId.HUGGING_FACE.publicHosts(), memory));
        this.contents = new ContentFetcher(transport, memory);
        this.describer = new FileDescriber(contents, addresses, credentials, memory);
        boolean sendsCredentials = transport.sendsCredentialsTo(endpoint.address());
        var peers = new PeerHeaders(endpoint.address(), credentials, endpoint.dragonfly(), sendsCredentials, memory);
        this.transfers = List.of(new RangeTransfer(contents, addresses, credentials, peers));
        this.failures = new HubFailures(addresses, credentials, sendsCredentials, transport::waited);
        this.api = new ApiClient(transport, credentials);
        var routes = new RouteMemory(memory, endpoint.address());
        this.listing = new HubListing(api, addresses, json, failures, routes);
        this.info = new HubInfo(api, addresses, json, failures, routes);
    }

    @Override
    public void prepareDownloads() {
        TlsWarmUp.startToCompile(credentials.origin());
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        return listing.of(request);
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        try {
            return describer.describe(repo, commit, path);
        } catch (IOException e) {
            throw failures.ofFile(e, repo, RepoFile.named(path), commit);
        }
    }

    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        return info.of(repo, commit, paths);
    }

    @Override
    public Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws SourceException {
        try {
            return new CommitPages(api, addresses, json).lag(repo, revision, commit);
        } catch (IOException e) {
            throw failures.ofListing(e, repo, revision);
        }
    }

    @Override
    public List<String> inferenceProviders(RepoId repo) throws SourceException {
        try {
            return api.call(
                    addresses.inferenceProviders(repo), response -> json.read(response, InferenceProviders::read));
        } catch (IOException e) {
            if (Route.isRefused(e)) {
                LOG.debug("{}: the server does not name inference providers: {}", repo, e.toString());
                return List.of();
            }
            throw failures.ofListing(e, repo, Revision.MAIN);
        }
    }

    @Override
    public String host() {
        return credentials.origin().host();
    }

    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        try {
            var request = HttpRequest.head(addresses.file(repo, commit, file.path()), credentials);
            return ContentHeaders.digest(contents.head(request), file.path(), commit);
        } catch (HttpStatusException | TransferException e) {
            if (wouldRefuseContent(e)) {
                throw failures.ofFile(e, repo, file, commit);
            }
            LOG.debug("{}: the server does not describe {}: {}", repo, Printable.of(file.path()), e.toString());
            return Optional.empty();
        } catch (IOException e) {
            throw failures.ofFile(e, repo, file, commit);
        }
    }

    /**
     * Whether the content would not be given either, so that nothing is gained by asking for it, and what is there of it would be
     * given up for nothing. Other failures may concern HEAD alone, which some servers do not have.
     */
    private static boolean wouldRefuseContent(IOException failure) {
        if (failure instanceof TransferException unusable) {
            return unusable.isRateLimit();
        }
        return failure instanceof HttpStatusException status
                && (PASSING_REFUSALS.contains(status.status())
                        || "GatedRepo".equals(status.header("X-Error-Code").orElse("")));
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        try {
            transferOf(file).fetch(repo, commit, file, part, observer);
        } catch (FileSystemException | DownloadCancelledException e) {
            throw e;
        } catch (IOException e) {
            throw failures.ofFile(e, repo, file, commit);
        }
    }

    private ContentTransfer transferOf(RepoFile file) throws SourceException {
        return transfers.stream()
                .filter(transfer -> transfer.accepts(file))
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        Kind.TOO_LARGE,
                        "the Hub does not serve files over 50 GB by plain HTTP: " + Printable.of(file.path()) + " has "
                                + file.contentSize() + " bytes",
                        Advice.to(Action.EXCLUDE_FILE),
                        null));
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
