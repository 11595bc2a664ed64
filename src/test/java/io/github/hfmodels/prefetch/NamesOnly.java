package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.DelegatingSource;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;

/** A source as if it listed the names of files alone. */
final class NamesOnly extends DelegatingSource {

    NamesOnly(ModelSource source) {
        super(source);
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        Listing listing = super.list(request);
        return new Listing(
                listing.commit(),
                listing.files().stream()
                        .map(file -> RepoFile.named(file.path()))
                        .toList(),
                listing.license());
    }
}
