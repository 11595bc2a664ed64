package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.Origin;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.http.PeerHeaders;
import io.github.hfmodels.transfer.ContentFetcher;
import io.github.hfmodels.transfer.HeadCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Downloads a file's bytes from its address, in ranges if it is large. */
record RangeTransfer(ContentFetcher fetcher, HubAddresses addresses, Credentials credentials, PeerHeaders peers)
        implements ContentTransfer {

    /** The clients in Python and Rust have the same limit. The Hub serves larger files only through Xet. */
    private static final long MAX_BYTES = 50_000_000_000L;

    @Override
    public boolean accepts(RepoFile file) {
        return file.contentSize() <= MAX_BYTES;
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        URI address = addresses.file(repo, commit, file.path());
        var request = HttpRequest.content(address, credentials, peers.of(file));
        fetcher.fetch(request, file.digest(), file.contentSize(), check(commit, file), part, observer);
    }

    /** Another host, to which the endpoint redirects, knows nothing of commits, and may have other tags. */
    private HeadCheck check(CommitHash commit, RepoFile file) {
        return (address, head) -> {
            if (!Origin.of(address).equals(credentials.origin())) {
                return;
            }
            Optional<String> other = ContentHeaders.otherCommit(head, commit);
            if (other.isPresent()) {
                throw TransferException.permanent(Addresses.printable(address) + " answered with commit " + other.get()
                        + " when asked for " + commit);
            }
            // Without a hash there is nothing else that tells one content from another of the same length.
            Optional<String> tag = file.digest().isHash() ? Optional.empty() : ContentHeaders.contentTag(head);
            if (tag.isPresent() && !tag.get().equalsIgnoreCase(file.digest().hex())) {
                throw TransferException.permanent(Addresses.printable(address) + " answered with the ETag "
                        + Printable.of(tag.get()) + " instead of "
                        + Printable.of(file.digest().hex()));
            }
        };
    }
}
